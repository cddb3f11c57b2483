package io.multiprocess.store.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.Conflict.Kind;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.actuate.ConflictDescriptor.State;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.CountingStore;
import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.StringUtils;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class MultiprocessStoreEndpointTests {

  private static final String ABSENT = "9-" + "a".repeat(32);

  @TempDir Path directory;

  private CountingStore counted;
  private FileObjectStore files;
  private StoreTemplate users;
  private StoreTemplate orders;
  private StoreMonitors monitors;
  private MultiprocessStoreEndpoint endpoint;
  private MultiprocessStoreEndpointWebExtension web;

  @BeforeEach
  void open() {
    StoreTemplateFactory factory = new StoreTemplateFactory(List.of());
    files = FileObjectStore.open(directory.resolve("users"));
    counted = new CountingStore(files);
    users = factory.of("users", counted);
    orders = factory.open("orders", directory.resolve("orders"));
    monitors =
        new StoreMonitors(
            List.of(users, orders), Duration.ofHours(1), new StoreEvents(event -> {}));
    endpoint = new MultiprocessStoreEndpoint(monitors);
    web = new MultiprocessStoreEndpointWebExtension(endpoint, Show.NEVER, Set.of());
  }

  @AfterEach
  void close() {
    users.close();
    orders.close();
  }

  @Test
  void tellsPathFormatModesAndCountsOfEveryStore() throws Exception {
    conflict(orders, "pen");
    orders.delete("pen");
    conflict(orders, "ink");
    monitors.forEach(StoreMonitor::refresh);
    monitors.forEach(StoreMonitor::measureArchive);

    Map<String, StoreDescriptor> stores = endpoint.stores().stores();

    assertThat(stores).containsOnlyKeys("users", "orders");
    StoreDescriptor described = requireNonNull(stores.get("orders"));
    assertThat(described).isEqualTo(endpoint.store("orders"));
    assertThat(described.path()).isEqualTo(directory.resolve("orders").toRealPath().toString());
    assertThat(described.format()).isEqualTo(1);
    assertThat(described.onStale()).isEqualTo("keep");
    assertThat(described.durability()).isEqualTo("full");
    assertThat(described.objects()).isEqualTo(1);
    assertThat(described.revisions()).isEqualTo(3);
    assertThat(described.conflicts().current()).isEqualTo(1);
    assertThat(described.conflicts().oldest()).isNotNull();
    assertThat(requireNonNull(described.archive()).files()).isEqualTo(3);
    assertThat(described.usableBytes()).isPositive();
    assertThat(described.refreshedAt()).isNotNull();
    assertThat(described.problem()).isNull();
    assertThat(endpoint.store("nowhere")).isNull();
  }

  @Test
  void tellsWhyAStoreCannotBeUsed() {
    counted.refuse("disk is gone");
    monitors.forEach(StoreMonitor::refresh);

    assertThat(described("users").problem()).isEqualTo("disk is gone");
  }

  @Test
  void listsCostTheStoreNothing() {
    conflict(users, "alice");
    monitors.forEach(StoreMonitor::refresh);
    int calls = counted.calls();

    for (int i = 0; i < 100; i++) {
      assertThat(described("users").conflicts().current()).isEqualTo(1);
      assertThat(page(view("conflicts", null)).total()).isEqualTo(1);
    }

    assertThat(counted.calls()).isEqualTo(calls);
  }

  @Test
  void conflictsComeInPagesFromTheOldestOn() throws Exception {
    for (int i = 0; i < 5; i++) {
      conflict(users, "object-" + i);
      for (Versioned<ObjectNode> revision : files.revisions("object-" + i)) {
        Files.setLastModifiedTime(
            directory.resolve("users/object-" + i).resolve(revision.revision().toString()),
            FileTime.from(Instant.now().minus(Duration.ofHours(10 - i))));
      }
    }
    monitors.forEach(StoreMonitor::refresh);

    List<String> ids =
        IntStream.range(0, 4)
            .mapToObj(number -> page(pageOf(number, 2)))
            .peek(page -> assertThat(page.total()).isEqualTo(5))
            .flatMap(page -> page.conflicts().stream())
            .map(ConflictDescriptor::id)
            .toList();

    assertThat(ids).containsExactly("object-0", "object-1", "object-2", "object-3", "object-4");
    ConflictDescriptor oldest = page(pageOf(0, 1)).conflicts().get(0);
    assertThat(oldest.age()).isBetween(Duration.ofHours(10), Duration.ofHours(11));
    assertThat(oldest.kind()).isEqualTo("edits");
    assertThat(oldest.state()).isEqualTo("current");
    assertThat(oldest.generation()).isEqualTo(1);
    assertThat(oldest.rivals())
        .containsExactlyElementsOf(
            files.conflict("object-0").orElseThrow().revisions().stream()
                .map(Revision::toString)
                .toList());
    assertThat(oldest.base()).startsWith("0-");
  }

  @Test
  void conflictsCanBeAskedForByStateAndKind() {
    conflict(users, "current");
    conflict(users, "past");
    files.update(files.get("past"));
    Versioned<ObjectNode> deleted = files.create("deleted", document(0));
    try (FileObjectStore other = FileObjectStore.open(directory.resolve("users"))) {
      files.delete("deleted");
      assertThat(other.exists("deleted")).isFalse();
    }
    putBeside(deleted);
    monitors.forEach(StoreMonitor::refresh);

    assertThat(ids(State.CURRENT, Kind.EDITS)).containsExactly("current");
    assertThat(ids(State.PAST, null)).containsExactly("past");
    assertThat(ids(null, Kind.DELETION)).containsExactly("deleted");
    assertThat(ids(null, null)).containsExactlyInAnyOrder("current", "past", "deleted");
  }

  /** An edit of a revision that arrives after the deletion of what it was made from. */
  private void putBeside(Versioned<ObjectNode> base) {
    Path elsewhere = directory.resolve("elsewhere");
    try (FileObjectStore other = FileObjectStore.open(elsewhere)) {
      Path from = directory.resolve("users/.local/archive").resolve(base.id());
      copy(from, elsewhere.resolve(base.id()));
      Revision edit = other.update(base.withValue(document(1))).revision();
      copy(
          elsewhere.resolve(base.id()).resolve(edit.toString()),
          directory.resolve("users").resolve(base.id()).resolve(edit.toString()));
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
          for (Path entry : entries) {
            Files.copy(entry, to.resolve(entry.getFileName().toString()));
          }
        }
      } else {
        Files.copy(from, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void oneObjectIsReadAloneAndWithoutItsValues() {
    conflict(users, "a/b \u00fc?#%");
    for (int i = 0; i < 20; i++) {
      conflict(users, "other-" + i);
    }
    int calls = counted.calls();

    ObjectConflictDescriptor object = object(view("conflict", "a/b \u00fc?#%"));

    assertThat(counted.calls() - calls).as("reads, all of one object").isEqualTo(3);
    assertThat(object.winner()).isEqualTo(object.rivals().get(0).revision());
    assertThat(object.conflicts()).hasSize(1);
    assertThat(object.rivals()).hasSize(2).allSatisfy(side -> assertThat(side.value()).isNull());
    assertThat(requireNonNull(object.base()).revision()).startsWith("0-");
    assertThat(requireNonNull(object.base()).value()).isNull();
    assertThat(object.clean()).isFalse();
    assertThat(object.merged()).isNull();
    assertThat(object.clashes()).isNull();
  }

  @Test
  void valuesAreShownToWhoMaySeeThem() {
    conflict(users, "alice");

    ObjectConflictDescriptor shown =
        object(
            extension(Show.ALWAYS)
                .view(SecurityContext.NONE, "users", "conflict", "alice", null, null, null, null));

    assertThat(shown.rivals())
        .extracting(ObjectConflictDescriptor.Side::value)
        .containsExactlyInAnyOrder(Map.of("edit", 1), Map.of("edit", 2));
    assertThat(requireNonNull(shown.base()).value()).isEqualTo(Map.of("edit", 0));
    assertThat(shown.clashes())
        .singleElement()
        .satisfies(
            place -> {
              assertThat(place.pointer()).isEqualTo("/edit");
              assertThat(place.base()).isEqualTo(0);
              assertThat(place.values()).hasSize(2).containsValues(1, 2);
            });
    assertThat(isShown(SecurityContext.NONE)).isFalse();
    assertThat(isShown(new User("reader"))).isFalse();
    assertThat(isShown(new User("support"))).isTrue();
  }

  private boolean isShown(SecurityContext user) {
    return object(
                extension(Show.WHEN_AUTHORIZED)
                    .view(user, "users", "conflict", "alice", null, null, null, null))
            .merged()
        != null;
  }

  private MultiprocessStoreEndpointWebExtension extension(Show show) {
    return new MultiprocessStoreEndpointWebExtension(endpoint, show, Set.of("support"));
  }

  private record User(String role) implements SecurityContext {

    @Override
    public Principal getPrincipal() {
      return () -> role;
    }

    @Override
    public boolean isUserInRole(String asked) {
      return role.equals(asked);
    }
  }

  @Test
  void whatIsSettledHasNoRivals() {
    files.create("carol", document(0));

    ObjectConflictDescriptor object = object(view("conflict", "carol"));

    assertThat(object.conflicts()).isEmpty();
    assertThat(object.rivals()).isEmpty();
    assertThat(object.clean()).isNull();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertError(view("conflict", "nobody"), 404, "Object 'nobody' does not exist");
    assertError(
        web.view(SecurityContext.NONE, "nowhere", "conflicts", null, null, null, null, null),
        404,
        "There is no store 'nowhere'; the stores are [users, orders]");
    assertThat(view("anything", null).getStatus()).isEqualTo(404);
    assertThat(act("anything", null, null, null, null).getStatus()).isEqualTo(404);
    assertThat(act("resolve", "nobody", null, null, null).getStatus()).isEqualTo(404);
    assertThat(act("settle-captured", "nobody", null, null, null).getStatus()).isEqualTo(404);
  }

  @Test
  void whatMakesNoSenseIsABadRequest() {
    conflict(users, "alice");
    String rivals = rivals("alice");
    String one = rival(rivals, 0);

    assertError(
        view("conflict", null), 400, "Parameter 'id' is missing; expected the id of an object");
    assertError(pageOf(-1, 2), 400, "Parameter 'page' is -1; expected 0 to 2147483647");
    assertError(pageOf(0, 1001), 400, "Parameter 'size' is 1001; expected 1 to 1000");
    assertError(act("resolve", null, null, null, null), 400, "Parameter 'id' is missing");
    assertError(act("settle", "alice", null, one, null), 400, "Parameter 'rivals' is missing");
    assertError(act("settle", "alice", " ,", one, null), 400, "Parameter 'rivals' is blank");
    assertError(act("settle", "alice", "7x", one, null), 400, "'7x' is not a revision");
    assertError(
        act("settle", "alice", rivals, ABSENT, null), 400, ABSENT + " is not one of the rivals");
    assertError(act("settle", "alice", rivals, null, null), 400, "Expected either 'revision'");
    assertError(act("settle", "alice", rivals, one, "{}"), 400, "Expected either 'revision'");
    assertError(act("settle", "alice", rivals, null, "{"), 400, "Parameter 'value' is not JSON");
    assertError(act("settle", "alice", rivals, null, "[]"), 400, "'value' is ARRAY; expected");
    assertError(act("settle", "alice", one, one, null), 400, one);
    assertError(act("resolve", "", null, null, null), 400, "Id ''");
    assertError(compact("orders", null, null), 400, "Expected 'retainRevisions'");
    assertError(compact("orders", -1, null), 400, "-1");
    assertError(compact("users", 1, null), 400, "Store 'users' is not one of files");
    assertThat(files.conflicts("alice")).hasSize(1);
  }

  @Test
  void errorsTellNoPathButTheStores() {
    conflict(users, "alice");
    for (Versioned<ObjectNode> revision : files.revisions("alice")) {
      tear(directory.resolve("users/alice").resolve(revision.revision().toString()));
    }

    WebEndpointResponse<Object> response = view("conflict", "alice");

    assertThat(response.getStatus()).isEqualTo(500);
    assertThat(error(response).replace(files.directory().toString(), "<store>"))
        .contains("is damaged")
        .doesNotContain(directory.toString());
  }

  private static void tear(Path file) {
    try {
      Files.writeString(file, "{");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aPersonChoosesOneOfTheRivals() {
    conflict(users, "alice");
    String rivals = rivals("alice");
    String other = rival(rivals, 1);
    ObjectNode chosen = files.get("alice", Revision.parse(other)).value();

    StoreActions.Settled settled =
        body(act("settle", "alice", rivals, other, null), StoreActions.Settled.class);

    assertThat(settled.open()).isFalse();
    assertThat(files.get("alice").revision()).hasToString(settled.winner());
    assertThat(files.get("alice").value()).isEqualTo(chosen);
    assertThat(act("settle", "alice", rivals, other, null).getStatus()).isEqualTo(409);
    assertThat(act("settle", "alice", rivals, null, "{}").getStatus()).isEqualTo(409);
  }

  @Test
  void aPersonGivesAnotherValue() {
    conflict(users, "alice");

    act("settle", "alice", rivals("alice"), null, "{\"edit\": 3}");

    assertThat(files.get("alice").value()).isEqualTo(document(3));
    assertThat(files.conflicts("alice")).isEmpty();
  }

  @Test
  void aRivalThatNobodyLookedAtStaysOpen() {
    Versioned<ObjectNode> base = conflict(users, "alice");
    String rivals = rivals("alice");
    files.update(base.withValue(document(9)));

    StoreActions.Settled settled =
        body(act("settle", "alice", rivals, rival(rivals, 0), null), StoreActions.Settled.class);

    assertThat(settled.open()).isTrue();
  }

  @Test
  void whatMergesIsResolvedAndWhatClashesStaysOpen() {
    Versioned<ObjectNode> base = files.create("alice", document(0));
    files.update(base.withValue(document(0).put("name", "Alice")));
    files.update(base.withValue(document(1)));
    conflict(users, "bob");

    assertThat(body(act("resolve", "alice", null, null, null), StoreActions.Settled.class).open())
        .isFalse();
    assertThat(body(act("resolve", "bob", null, null, null), StoreActions.Settled.class).open())
        .isTrue();
    assertThat(files.get("alice").value()).isEqualTo(document(1).put("name", "Alice"));
  }

  @Test
  void capturedRivalsAreToldFirstAndRetiredThen() {
    for (String id : List.of("alice", "bob")) {
      Versioned<ObjectNode> base = files.create(id, document(0));
      files.update(base.withValue(document(1)));
      files.update(base.withValue(document(1)));
    }

    assertThat(captured(null, true).settled()).hasSize(2);
    assertThat(captured("bob", true).settled())
        .singleElement()
        .satisfies(
            retired -> {
              assertThat(retired.id()).isEqualTo("bob");
              assertThat(retired.retired()).hasSize(1);
              assertThat(retired.evidence()).isEqualTo(files.get("bob").revision().toString());
            });
    assertThat(files.counts().conflicts()).isEqualTo(2);

    assertThat(captured("bob", null).settled()).hasSize(1);
    assertThat(captured(null, false).settled()).hasSize(1);
    assertThat(files.counts().conflicts()).isZero();
  }

  private StoreActions.Captured captured(@Nullable String id, @Nullable Boolean dryRun) {
    return body(
        web.act("users", "settle-captured", id, null, null, null, null, null, dryRun),
        StoreActions.Captured.class);
  }

  @Test
  void supersededRevisionsAreToldFirstAndCompactedThen() {
    Versioned<ObjectNode> pen = orders.store().create("pen", document(0));
    for (int i = 1; i < 5; i++) {
      pen = orders.store().update(pen.withValue(document(i)));
    }

    StoreActions.Compacted dry = body(compact("orders", 2, true), StoreActions.Compacted.class);
    assertThat(dry.dryRun()).isTrue();
    assertThat(dry.revisions()).isEqualTo(3);
    assertThat(dry.bytes()).isPositive();
    assertThat(orders.store().revisions("pen")).hasSize(5);

    assertThat(body(compact("orders", 2, null), StoreActions.Compacted.class))
        .isEqualTo(new StoreActions.Compacted("orders", false, 1, 3, dry.bytes()));
    assertThat(orders.store().revisions("pen")).hasSize(2);
  }

  @Test
  void jmxTellsTheSameByNamesOfItsOwn() {
    conflict(users, "alice");
    monitors.forEach(StoreMonitor::refresh);
    MultiprocessStoreEndpointJmxExtension jmx =
        new MultiprocessStoreEndpointJmxExtension(endpoint, Show.WHEN_AUTHORIZED);

    assertThat(jmx.conflicts("users", null, null))
        .isInstanceOfSatisfying(
            ConflictDescriptor.Page.class, page -> assertThat(page.total()).isEqualTo(1));
    assertThat(jmx.conflict("users", "alice"))
        .isInstanceOfSatisfying(
            ObjectConflictDescriptor.class, object -> assertThat(object.merged()).isNull());
    assertThatExceptionOfType(InvalidEndpointRequestException.class)
        .isThrownBy(() -> jmx.compact("orders", null, "soon", true))
        .withMessage("Parameter 'retainAge' is 'soon'; expected a duration, for example 30d");
    assertThatExceptionOfType(InvalidEndpointRequestException.class)
        .isThrownBy(() -> jmx.resolve("users", "nobody"))
        .withMessage("Object 'nobody' does not exist");
    assertThatExceptionOfType(InvalidEndpointRequestException.class)
        .isThrownBy(() -> jmx.resolve("nowhere", "nobody"))
        .withMessage("There is no store 'nowhere'; the stores are [users, orders]");
    jmx.settle("users", "alice", rivals("alice"), null, "{\"edit\": 3}");
    assertThat(jmx.settleCaptured("users", null, true))
        .isEqualTo(new StoreActions.Captured("users", true, List.of()));
    assertThat(jmx.compact("orders", 1, "30d", true))
        .isEqualTo(new StoreActions.Compacted("orders", true, 0, 0, 0));
    assertThat(files.get("alice").value()).isEqualTo(document(3));
  }

  private StoreDescriptor described(String store) {
    return requireNonNull(endpoint.stores().stores().get(store));
  }

  private List<String> ids(@Nullable State state, @Nullable Kind kind) {
    return page(web.view(SecurityContext.NONE, "users", "conflicts", null, null, null, state, kind))
        .conflicts()
        .stream()
        .map(ConflictDescriptor::id)
        .toList();
  }

  private WebEndpointResponse<Object> view(String view, @Nullable String id) {
    return web.view(SecurityContext.NONE, "users", view, id, null, null, null, null);
  }

  private WebEndpointResponse<Object> pageOf(int page, int size) {
    return web.view(SecurityContext.NONE, "users", "conflicts", null, page, size, null, null);
  }

  private WebEndpointResponse<Object> act(
      String action,
      @Nullable String id,
      @Nullable String rivals,
      @Nullable String revision,
      @Nullable String value) {
    return web.act("users", action, id, rivals, revision, value, null, null, null);
  }

  private WebEndpointResponse<Object> compact(
      String store, @Nullable Integer retainRevisions, @Nullable Boolean dryRun) {
    return web.act(store, "compact", null, null, null, null, retainRevisions, null, dryRun);
  }

  private static ConflictDescriptor.Page page(WebEndpointResponse<Object> response) {
    return body(response, ConflictDescriptor.Page.class);
  }

  private static ObjectConflictDescriptor object(WebEndpointResponse<Object> response) {
    return body(response, ObjectConflictDescriptor.class);
  }

  private static <T> T body(WebEndpointResponse<Object> response, Class<T> type) {
    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(response.getBody()).isInstanceOf(type);
    return type.cast(requireNonNull(response.getBody()));
  }

  private static void assertError(WebEndpointResponse<Object> response, int status, String reason) {
    assertThat(response.getStatus()).isEqualTo(status);
    assertThat(error(response)).contains(reason);
  }

  private static String error(WebEndpointResponse<Object> response) {
    return response.getBody() instanceof Map<?, ?> body ? String.valueOf(body.get("error")) : "";
  }

  /** What a person looked at, as the list that a settlement names. */
  private String rivals(String id) {
    return object(view("conflict", id)).rivals().stream()
        .map(ObjectConflictDescriptor.Side::revision)
        .collect(Collectors.joining(","));
  }

  private static String rival(String rivals, int index) {
    return StringUtils.commaDelimitedListToStringArray(rivals)[index];
  }

  /** Two edits of one state, which is returned. */
  private static Versioned<ObjectNode> conflict(StoreTemplate template, String id) {
    Versioned<ObjectNode> base = template.store().create(id, document(0));
    template.store().update(base.withValue(document(1)));
    template.store().update(base.withValue(document(2)));
    return base;
  }

  private static ObjectNode document(int edit) {
    return JsonNodeFactory.instance.objectNode().put("edit", edit);
  }
}
