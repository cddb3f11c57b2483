package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.Clash;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Conflicts, histories and what brings things back, through a template. */
class ConflictTemplateTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;

  private StoreTemplate template;

  @BeforeEach
  void open() {
    template = new StoreTemplateFactory(List.of()).open("users", directory);
  }

  @AfterEach
  void close() {
    template.close();
  }

  @Test
  void conflictIsToldInEntities() {
    User base = template.create(User.named("alice", "Alice"));
    User mine = template.update(base.renamed("Mine"));
    User theirs = template.update(base.renamed("Theirs"));

    OpenConflict<User> conflict = template.conflict(User.class, "alice").orElseThrow();

    assertThat(conflict.rivals())
        .extracting(rival -> rival.value())
        .containsExactlyInAnyOrder(mine, theirs);
    assertThat(conflict.base().map(Versioned::value)).contains(base);
    assertThat(conflict.clashes()).extracting(Clash::pointer).containsExactly("/name");
  }

  @Test
  void conflictOfNothingIsAnEmptyResult() {
    template.create(User.named("alice", "Alice"));

    assertThat(template.conflict(User.class, "alice")).isEmpty();
    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> template.conflict(User.class, "nobody"));
  }

  @Test
  void settleDecidesWhicheverRevisionTheEntityHolds() {
    OpenConflict<User> conflict = conflict();

    User settled = template.settle(User.named("alice", "Ours"), conflict);

    assertThat(settled.revision()).startsWith("2-");
    assertThat(template.get(User.class, "alice")).isEqualTo(settled);
    assertThat(template.hasConflicts("alice")).isFalse();
  }

  @Test
  void settleOfWhatIsSettledFailsOptimisticLocking() {
    OpenConflict<User> conflict = conflict();
    template.settle(conflict.merged().renamed("Ours"), conflict.revisions());

    assertThatExceptionOfType(OptimisticLockingFailureException.class)
        .isThrownBy(() -> template.settle(conflict.merged().renamed("Late"), conflict))
        .withCauseInstanceOf(StaleRevisionException.class);
  }

  @Test
  void settleGivesAChangeableEntityItsRevision() {
    conflict();
    Map<String, Object> decided = new HashMap<>(Map.of("_id", "alice", "name", "Ours"));

    template.settle(decided, template.conflict(User.class, "alice").orElseThrow().revisions());

    assertThat(decided.get("_rev")).asString().startsWith("2-");
    assertThat(template.store().get("alice").value().toString()).isEqualTo("{\"name\":\"Ours\"}");
  }

  @Test
  void settleKeepsFieldsThatTheTypeDoesNotKnow() {
    ObjectNode document = (ObjectNode) JSON.readTree("{\"name\": \"Alice\", \"age\": 1}");
    Versioned<ObjectNode> base = template.store().create("alice", document);
    template.store().update(base.withValue(base.value().deepCopy().put("name", "a").put("x", 1)));
    template.store().update(base.withValue(base.value().deepCopy().put("name", "b").put("y", 2)));

    template.settle(User.named("alice", "c"), template.conflict(User.class, "alice").orElseThrow());

    assertThat(template.store().get("alice").value())
        .isEqualTo(JSON.readTree("{\"name\": \"c\", \"age\": 30, \"x\": 1, \"y\": 2}"));
  }

  @Test
  void resolveSettlesWhatMergesAndLeavesWhatClashes() {
    User alice = template.create(User.named("alice", "Alice"));
    template.update(alice.renamed("Alicia"));
    template.update(new User("alice", "Alice", 31, alice.revision()));
    OpenConflict<User> clash = conflict("bob");

    assertThat(template.resolve(User.class, "alice").orElseThrow().name()).isEqualTo("Alicia");
    assertThat(template.get(User.class, "alice").age()).isEqualTo(31);
    assertThat(template.hasConflicts("alice")).isFalse();
    assertThat(template.resolve(User.class, "bob")).contains(clash.leading().value());
    assertThat(template.hasConflicts("bob")).isTrue();
    assertThat(template.resolve(User.class, "nobody")).isEmpty();
  }

  @Test
  void anUpdateMayRejectOrMergeWhateverTheStoreDoes() {
    User seen = template.create(User.named("alice", "Alice"));
    template.update(seen.renamed("Alicia"));

    assertThatExceptionOfType(OptimisticLockingFailureException.class)
        .isThrownBy(() -> template.update(seen.renamed("Ali"), OnStale.REJECT));
    User merged = template.update(new User("alice", "Alice", 31, seen.revision()), OnStale.MERGE);

    assertThat(merged.name()).isEqualTo("Alicia");
    assertThat(merged.age()).isEqualTo(31);
    assertThat(template.get(User.class, "alice")).isEqualTo(merged);
    assertThat(template.hasConflicts("alice")).isFalse();
  }

  @Test
  void aMergedMapHoldsTheOutcomeAndNothingElse() {
    Map<String, @Nullable Object> seen =
        new HashMap<>(Map.of("_id", "alice", "name", "Alice", "age", 30L, "old", true));
    template.create(seen);
    Map<String, @Nullable Object> theirs = new HashMap<>(seen);
    theirs.remove("old");
    theirs.put("name", "Alicia");
    template.update(theirs);
    seen.put("age", 31L);

    template.update(seen, OnStale.MERGE);

    assertThat(seen).containsOnlyKeys("_id", "_rev", "name", "age");
    assertThat(seen).containsEntry("name", "Alicia").containsEntry("age", 31);
    template.update(seen);
    assertThat(template.hasConflicts("alice")).isFalse();
    assertThat(template.get(User.class, "alice").name()).isEqualTo("Alicia");
  }

  @Test
  void aMergedUnmodifiableMapIsReturnedAnew() {
    Map<String, Object> seen = Map.of("_id", "alice", "name", "Alice", "age", 30, "old", true);
    Map<String, Object> created = template.create(seen);
    Map<String, Object> theirs = new HashMap<>(created);
    theirs.remove("old");
    template.update(theirs);
    Map<String, Object> mine = new HashMap<>(created);
    mine.put("age", 31);

    Map<String, Object> merged = template.update(Map.copyOf(mine), OnStale.MERGE);

    assertThat(merged).containsOnlyKeys("_id", "_rev", "name", "age").containsEntry("age", 31);
  }

  @Test
  void aMergedTreeHoldsTheOutcomeAndNothingElse() {
    ObjectNode seen = JSON.createObjectNode().put("_id", "a").put("name", "one").put("old", true);
    template.create(seen);
    ObjectNode theirs = seen.deepCopy();
    theirs.remove("old");
    template.update(theirs);
    seen.put("name", "two");

    template.update(seen, OnStale.MERGE);

    assertThat(seen.propertyNames()).containsExactlyInAnyOrder("_id", "_rev", "name");
    assertThat(seen.get("_rev").stringValue()).startsWith("2-");
  }

  @Test
  void anUpdateThatIsNotMergedLeavesTheValuesOfItsEntityAlone() {
    Map<String, Object> thing = new HashMap<>(Map.of("_id", "a", "float", 1.5f, "long", 7L));
    template.create(thing);
    Instant moment = Instant.EPOCH;
    thing.put("moment", moment);

    template.update(thing);

    assertThat(thing)
        .containsEntry("float", 1.5f)
        .containsEntry("long", 7L)
        .containsEntry("moment", moment);
  }

  static final class Account {
    public @Nullable String _id;
    public @Nullable String _rev;
    public @Nullable String owner;
    public int balance;
  }

  @Test
  void aMergedBeanHoldsTheOutcome() {
    Account seen = new Account();
    seen._id = "a";
    seen.owner = "alice";
    template.create(seen);
    Account theirs = template.get(Account.class, "a");
    theirs.owner = "bob";
    template.update(theirs);
    seen.balance = 7;

    assertThat(template.update(seen, OnStale.MERGE)).isSameAs(seen);

    assertThat(seen.owner).isEqualTo("bob");
    assertThat(seen.balance).isEqualTo(7);
    assertThat(seen._rev).startsWith("2-");
  }

  @Test
  void capturedRivalsAreRetiredUnlessOnlyToBeTold() {
    User seen = template.create(User.named("alice", "Alice"));
    template.update(seen.renamed("Alicia"));
    template.update(template.update(seen.renamed("Alicia")));

    List<Settlement> told = template.settleCaptured("alice", true);
    assertThat(told).extracting(Settlement::by).containsExactly(Settlement.By.CAPTURED);
    assertThat(template.hasConflicts("alice")).isTrue();

    assertThat(template.settleCaptured(false)).hasSize(1);
    assertThat(template.hasConflicts("alice")).isFalse();
    assertThat(template.settleCaptured("nobody", false)).isEmpty();
  }

  @Test
  void historyTellsTheDeadAndRevisionsTheLiving() {
    User first = template.create(User.named("alice", "Alice"));
    User second = template.update(first.renamed("Alicia"));
    template.delete("alice");

    assertThat(template.revisions(User.class, "alice")).isEmpty();
    assertThat(template.history(User.class, "alice"))
        .extracting(HistoryEntry::value)
        .extracting(value -> value.orElseThrow())
        .containsExactly(second, first);
    assertThat(template.history(User.class, "nobody")).isEmpty();
  }

  @Test
  void whatWasComesBack() {
    User first = template.create(User.named("alice", "Alice"));
    User second = template.update(first.renamed("Alicia"));

    User reverted = template.revert(User.class, "alice", revision(first));
    assertThat(reverted.name()).isEqualTo("Alice");
    assertThat(reverted.revision()).startsWith("2-");

    template.delete("alice");
    assertThat(template.asOf(User.class, "alice", Instant.now().plusSeconds(60))).isEmpty();
    User undeleted = template.undelete(User.class, "alice");
    assertThat(undeleted.name()).isEqualTo("Alice");
    assertThat(template.asOf(User.class, "alice", Instant.now().plusSeconds(60)))
        .contains(undeleted);
    assertThat(template.restore(User.class, "alice", revision(second)).name()).isEqualTo("Alicia");
  }

  @Test
  void whatCannotComeBackIsToldInSpringsWords() {
    User alice = template.create(User.named("alice", "Alice"));

    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> template.undelete(User.class, "nobody"));
    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> template.undelete(User.class, "alice"))
        .withCauseInstanceOf(ObjectExistsException.class);
    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> template.restore(User.class, "alice", revision(alice)));
    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> template.revert(User.class, "nobody", revision(alice)));
    assertThatExceptionOfType(EmptyResultDataAccessException.class)
        .isThrownBy(() -> template.diff("nobody", revision(alice), revision(alice)));
  }

  @Test
  void diffIsAJsonPatch() {
    User first = template.create(User.named("alice", "Alice"));
    User second = template.update(first.renamed("Alicia"));

    assertThat(template.diff("alice", revision(first), revision(second)).toString())
        .isEqualTo("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"Alicia\"}]");
  }

  private OpenConflict<User> conflict() {
    return conflict("alice");
  }

  private OpenConflict<User> conflict(String id) {
    User base = template.create(User.named(id, "Alice"));
    template.update(base.renamed("Mine"));
    template.update(base.renamed("Theirs"));
    return template.conflict(User.class, id).orElseThrow();
  }

  private static Revision revision(User user) {
    return Revision.parse(String.valueOf(user.revision()));
  }
}
