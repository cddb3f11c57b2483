package io.multiprocess.store.observation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.EntityLifecycle;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Operations as Micrometer is told of them. */
class StoreObservationTests {

  private static final String NAME = "multiprocess.store.operations";

  @TempDir Path directory;

  private final TestObservationRegistry registry = TestObservationRegistry.create();
  private final List<StoreOperationContext> stopped = new CopyOnWriteArrayList<>();
  private StoreTemplate template;

  record User(@Id String id, String name, @Version @Nullable String revision) {

    User renamed(String newName) {
      return new User(id, newName, revision);
    }

    Revision seen() {
      return Revision.parse(requireNonNull(revision));
    }
  }

  @BeforeEach
  void open() {
    registry.observationConfig().observationHandler(new Recorder());
    template = open(registry, null);
  }

  private StoreTemplate open(
      ObservationRegistry observations, @Nullable StoreOperationObservationConvention convention) {
    return new StoreTemplateFactory(
            List.of(),
            Map.of(),
            EntityLifecycle.NONE,
            new MicrometerStoreObserver(observations, convention))
        .open("users", directory);
  }

  @AfterEach
  void close() {
    template.close();
  }

  private final class Recorder implements ObservationHandler<StoreOperationContext> {

    @Override
    public void onStop(StoreOperationContext context) {
      stopped.add(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return context instanceof StoreOperationContext;
    }
  }

  /** What was observed since this was last asked: operations and their outcomes. */
  private List<String> observed() {
    List<String> seen = stopped.stream().map(StoreObservationTests::described).toList();
    stopped.clear();
    return seen;
  }

  private static String described(StoreOperationContext context) {
    return context.operation().key() + " " + requireNonNull(context.outcome()).key();
  }

  @Test
  void whatIsDoneToATemplateIsObservedOnce() {
    User alice = template.create(new User("alice", "Alice", null));
    User mine = template.update(alice.renamed("Mine"));
    User theirs = template.update(alice.renamed("Theirs"), OnStale.KEEP);
    template.update(new User("alice", "Whatever is there", null));
    template.upsert(new User("bob", "Bob", null));
    template.get(User.class, "alice");
    template.find(User.class, "alice");
    template.find(User.class, "alice", mine.seen());
    template.exists("alice");
    template.conflict(User.class, "alice");
    template.conflicts("alice");
    template.hasConflicts("alice");
    template.settleCaptured("alice", true);
    template.settleCaptured(User.class, "alice", true);
    template.settleCaptured(true);
    template.resolve(User.class, "alice");
    template.settle(alice, List.of(mine.seen(), theirs.seen()));
    template.revisions(User.class, "alice");
    template.history(User.class, "alice");
    template.asOf(User.class, "alice", Instant.now());
    template.revert(User.class, "alice", alice.seen());
    template.diff("alice", alice.seen(), mine.seen());
    template.delete("alice");
    template.undelete(User.class, "alice");
    template.counts();
    template.findAll(User.class);
    String position = template.changes().position();
    template.changes(position);
    template.watch(change -> {}).close();
    template.watch(position, change -> {}).close();

    assertThat(observed())
        .containsExactly(
            "create success",
            "update success",
            "update success",
            "update success",
            "upsert success",
            "get success",
            "find success",
            "find success",
            "exists success",
            "conflict success",
            "conflicts success",
            "conflicts success",
            "settle_captured success",
            "settle_captured success",
            "settle_all_captured success",
            "resolve success",
            "settle success",
            "revisions success",
            "history success",
            "as_of success",
            "revert success",
            "diff success",
            "delete success",
            "undelete success",
            "counts success",
            "all success",
            "changes success",
            "changes success",
            "watch success",
            "watch success");
  }

  @Test
  void whatIsDoneToTheStoreBehindIsObservedToo() {
    ObjectStore store = template.store();
    Versioned<ObjectNode> first = store.create("alice", document("one"));
    Versioned<ObjectNode> second = store.update(first.withValue(document("two")));
    Versioned<ObjectNode> rival = store.update(first.withValue(document("2")), OnStale.KEEP);
    store.settle("alice", document("three"), List.of(second.revision(), rival.revision()));
    store.restore("alice", later(second, rival).revision());
    store.get("alice", first.revision());
    store.merging(MergeRules.none(), conflict -> Optional.empty()).resolve("alice");
    store.typed(User.class).find("alice");
    store.ids(id -> true, "", 10);

    assertThat(observed())
        .containsExactly(
            "create success",
            "update success",
            "update success",
            "settle success",
            "restore success",
            "get success",
            "resolve success",
            "find success",
            "ids success");
  }

  /** The one of two rivals that lost. */
  private static Versioned<ObjectNode> later(Versioned<ObjectNode> a, Versioned<ObjectNode> b) {
    return a.revision().compareTo(b.revision()) < 0 ? a : b;
  }

  @Test
  void noMethodOfAStoreIsForgotten() {
    Stream<Method> notObserved =
        Arrays.stream(ObjectStore.class.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> !method.getName().equals("typed"))
            .filter(method -> !isOverridden(method));

    assertThat(notObserved).isEmpty();
  }

  private static boolean isOverridden(Method method) {
    return Arrays.stream(ObservedStore.class.getDeclaredMethods())
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }

  @Test
  void outcomesTellWhatAnOperationCameToAndAreNoErrors() {
    User alice = template.create(new User("alice", "Alice", null));
    User edited = template.update(alice.renamed("Alicia"));
    observed();

    assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> template.create(alice));
    assertThatExceptionOfType(OptimisticLockingFailureException.class)
        .isThrownBy(() -> template.update(alice, OnStale.REJECT));
    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> template.get(User.class, "bob"));
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.find(User.class, ""));
    assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
        .isThrownBy(() -> template.create(Map.of("_id", "x", "big", "x".repeat(17 << 20))));
    assertThat(template.find(User.class, "bob")).isEmpty();
    assertThat(template.exists("bob")).isFalse();
    assertThat(template.delete("bob")).isFalse();
    assertThat(template.history(User.class, "bob")).isEmpty();
    assertThat(template.conflict(User.class, "alice")).isEmpty();

    assertThat(stopped).extracting(Observation.Context::getError).containsOnlyNulls();
    assertThat(observed())
        .containsExactly(
            "create exists",
            "update stale",
            "get not_found",
            "find invalid",
            "create invalid",
            "find not_found",
            "exists not_found",
            "delete not_found",
            "history not_found",
            "conflict success");
    assertThat(template.get(User.class, "alice")).isEqualTo(edited);
  }

  @Test
  void whatIsBrokenIsAnErrorToo() throws IOException {
    User alice = template.create(new User("alice", "Alice", null));
    Files.writeString(directory.resolve("alice").resolve(alice.seen().toString()), "{");
    template.store().create("odd", JsonNodeFactory.instance.objectNode().putObject("name"));
    observed();

    assertThatExceptionOfType(DataRetrievalFailureException.class)
        .isThrownBy(() -> template.get(User.class, "alice"));
    assertThat(stopped.get(0).getError()).isInstanceOf(DamagedRevisionException.class);
    template.close();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> template.get(User.class, "alice"));

    assertThat(stopped.get(1).getError()).isInstanceOf(IllegalStateException.class);
    assertThat(observed()).containsExactly("get damaged", "get error");
  }

  @Test
  void aDocumentThatDoesNotFitIsDamageToItsReaders() {
    template.create(Map.of("_id", "odd", "name", List.of("no", "name")));
    observed();

    assertThatExceptionOfType(DataRetrievalFailureException.class)
        .isThrownBy(() -> template.get(User.class, "odd"));

    assertThat(observed()).containsExactly("get damaged");
  }

  @Test
  void idsAndRevisionsAreInTracesAlone() {
    User alice = template.create(new User("alice", "Alice", null));

    TestObservationRegistryAssert.assertThat(registry)
        .hasSingleObservationThat()
        .hasNameEqualTo(NAME)
        .hasContextualNameEqualTo("create users")
        .hasLowCardinalityKeyValue("store", "users")
        .hasLowCardinalityKeyValue("operation", "create")
        .hasLowCardinalityKeyValue("outcome", "success")
        .doesNotHaveLowCardinalityKeyValueWithKey("id")
        .doesNotHaveLowCardinalityKeyValueWithKey("revision")
        .hasHighCardinalityKeyValue("id", "alice")
        .hasHighCardinalityKeyValue("revision", alice.seen().toString())
        .hasBeenStarted()
        .hasBeenStopped();
  }

  @Test
  void keysAreTheDocumentedOnes() {
    template.create(new User("alice", "Alice", null));

    StoreOperationContext context = stopped.get(0);
    assertThat(context.getLowCardinalityKeyValues())
        .extracting(keyValue -> keyValue.getKey())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(StoreOperationObservation.OPERATION.getLowCardinalityKeyNames())
                .map(key -> key.asString())
                .toList());
    assertThat(context.getHighCardinalityKeyValues())
        .extracting(keyValue -> keyValue.getKey())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(StoreOperationObservation.OPERATION.getHighCardinalityKeyNames())
                .map(key -> key.asString())
                .toList());
  }

  @Test
  void anOperationBelongsToWhatIsObservedAroundIt() {
    Observation request = Observation.start("request", registry);
    request.scoped(() -> template.exists("alice"));
    request.stop();

    assertThat(stopped.get(0).getParentObservation()).isSameAs(request);
    assertThat(registry.getCurrentObservation()).isNull();
  }

  @Test
  void aStreamIsObservedUntilItsLastElementWasRead() {
    createTwo();

    try (Stream<String> ids = template.ids()) {
      Iterator<String> each = ids.iterator();
      each.next();
      each.next();
      assertThat(observed()).isEmpty();

      assertThat(each.hasNext()).isFalse();
      assertThat(observed()).containsExactly("ids success");
    }
    assertThat(observed()).isEmpty();
  }

  @Test
  void aStreamIsObservedUntilItIsClosed() {
    createTwo();

    try (Stream<User> users = template.stream(User.class)) {
      assertThat(users.findFirst()).isPresent();
      assertThat(observed()).isEmpty();
    }

    assertThat(observed()).containsExactly("all success");
  }

  @Test
  void aStreamThatCannotBeReadEndsThere() {
    template.create(Map.of("_id", "odd", "name", List.of("no", "name")));
    observed();

    try (Stream<User> users = template.stream(User.class)) {
      assertThatExceptionOfType(DataRetrievalFailureException.class).isThrownBy(users::toList);
    }

    assertThat(observed()).containsExactly("all damaged");
  }

  @Test
  void whatTheConsumerOfAStreamThrowsIsNoFailureOfTheStore() {
    createTwo();

    try (Stream<String> ids = template.ids()) {
      assertThatException()
          .isThrownBy(
              () ->
                  ids.forEach(
                      id -> {
                        throw new UnsupportedOperationException(id);
                      }));
    }

    assertThat(observed()).containsExactly("ids success");
  }

  @Test
  void conflictsOfAllObjectsHaveANameOfTheirOwn() {
    try (Stream<?> conflicts = template.conflicts()) {
      assertThat(conflicts).isEmpty();
    }

    assertThat(observed()).containsExactly("all_conflicts success");
  }

  private void createTwo() {
    template.create(new User("alice", "Alice", null));
    template.create(new User("bob", "Bob", null));
    observed();
  }

  @Test
  void aConventionRenamesAndTags() {
    StoreOperationObservationConvention convention =
        new DefaultStoreOperationObservationConvention() {
          @Override
          public String getName() {
            return "app.store";
          }
        };
    try (StoreTemplate other = open(registry, convention)) {
      other.exists("alice");
    }

    TestObservationRegistryAssert.assertThat(registry)
        .hasNumberOfObservationsWithNameEqualTo("app.store", 1)
        .hasNumberOfObservationsWithNameEqualTo(NAME, 0);
  }

  @Test
  void nothingIsMadeForARegistryThatNobodyListensTo() {
    StoreOperationObservationConvention untouched =
        new DefaultStoreOperationObservationConvention() {
          @Override
          public String getName() {
            throw new AssertionError("The convention was asked");
          }
        };
    for (ObservationRegistry silent :
        List.of(ObservationRegistry.NOOP, ObservationRegistry.create())) {
      try (StoreTemplate unheard = open(silent, untouched)) {
        unheard.upsert(new User("alice", "Alice", null));
        try (Stream<String> ids = unheard.ids()) {
          assertThat(ids).containsExactly("alice");
        }
      }
    }
  }

  @Test
  void aCallForARegistryThatNobodyListensToIsMadeStraightAway() {
    StoreObserver silent = new MicrometerStoreObserver(ObservationRegistry.create(), null);
    StoreObserver heard = new MicrometerStoreObserver(registry, null);

    assertThat(callers(silent)).doesNotContain(RunningOperation.class.getName());
    assertThat(callers(heard)).contains(RunningOperation.class.getName());
  }

  /** The classes that a call goes through. */
  private static List<String> callers(StoreObserver observer) {
    return observer.observe(
        "users",
        StoreOperation.GET,
        "alice",
        () ->
            StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName).toList()));
  }

  @Test
  void withoutAnObserverTheStoreBehindIsTheFilesThemselves() {
    try (StoreTemplate plain = new StoreTemplateFactory(List.of()).open("users", directory)) {
      assertThat(plain.store()).isInstanceOf(FileObjectStore.class);
      assertThat(plain.files()).containsSame((FileObjectStore) plain.store());
    }
  }

  @Test
  void filesAreThereForWhatOnlyFilesCanHaveDone() {
    template.create(new User("alice", "Alice", null));
    observed();

    assertThat(template.store()).isNotInstanceOf(FileObjectStore.class);
    assertThat(template.files().orElseThrow().scrub().findings()).isEmpty();
    assertThat(observed()).isEmpty();
  }

  private static ObjectNode document(String text) {
    return JsonNodeFactory.instance.objectNode().put("text", text);
  }
}
