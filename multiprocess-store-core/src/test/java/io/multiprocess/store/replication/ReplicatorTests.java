package io.multiprocess.store.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.Replica;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ReplicatorTests {

  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);
  private static final String NPM_TOKEN = "833f0fbe0c424fd390e7a5b55c35aee3";

  @TempDir Path temp;

  private FileObjectStore source;
  private FileObjectStore target;

  @BeforeEach
  void open() {
    source = FileObjectStore.open(temp.resolve("source"), OPTIONS);
    target = FileObjectStore.open(temp.resolve("target"), OPTIONS);
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  @Test
  void copyBringsEveryFileWithItsNameItsBytesAndItsTime() throws IOException {
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    source.update(alice.withValue(document(2)));
    source.update(alice.withValue(document(3)));
    source.create("a/b", document(4));
    source.delete("a/b");
    FileTime time = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
    Path file = source.directory().resolve("alice").resolve(alice.revision().toString());
    Files.setLastModifiedTime(file, time);

    ReplicationReport report = Replicator.between(source, target).copy();

    assertThat(files(target)).isEqualTo(files(source)).hasSize(4);
    Path copy = target.directory().resolve("alice").resolve(file.getFileName());
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
    assertThat(report.objects()).isEqualTo(2);
    assertThat(report.revisions()).isEqualTo(3);
    assertThat(report.tombstones()).isEqualTo(1);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(report.isClean()).isTrue();
    assertThat(report)
        .asString()
        .matches(
            "2 objects compared, 3 revisions and 1 tombstones copied \\([0-9]+ bytes\\) in"
                + " [0-9]+ ms; 1 conflicts, 0 damaged, 0 failed");
  }

  @Test
  void objectIsThereAllTheWhileItsHistoryIsRetired() {
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    Replicator.between(source, target).copy();
    for (int i = 2; i < 6; i++) {
      alice = source.update(alice.withValue(document(i)));
    }
    source.compact(Retention.last(1));
    List<Optional<Revision>> seen = new ArrayList<>();
    Replica watched =
        (Replica)
            Proxy.newProxyInstance(
                Replica.class.getClassLoader(),
                new Class<?>[] {Replica.class},
                (proxy, method, arguments) -> {
                  Object answer = method.invoke(target.replica(), arguments);
                  seen.add(target.find("alice").map(Versioned::revision));
                  return answer;
                });

    Replicator.between(source.replica(), watched).copy();

    assertThat(seen).isNotEmpty().allMatch(Optional::isPresent);
    assertThat(target.get("alice").revision()).isEqualTo(alice.revision());
    assertThat(target.history("alice").stream().filter(HistoryEntry::isLive)).hasSize(1);
  }

  @Test
  void copyChangesNothingAtTheSource() throws IOException {
    source.create("alice", document(1));
    target.create("alice", document(2));
    target.create("bob", document(2));
    Map<String, String> before = files(source);

    Replicator.between(source, target).copy();

    assertThat(files(source)).isEqualTo(before);
    assertThat(target.conflicts("alice")).hasSize(1);
  }

  @Test
  void exchangeShowsTheConflictInBothStores() {
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    Replicator replicator = Replicator.between(source, target);
    replicator.exchange();
    source.update(alice.withValue(document(2)));
    target.update(alice.withValue(document(3)));

    ReplicationReport report = replicator.exchange();

    assertThat(report.revisions()).isEqualTo(2);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(source.conflicts("alice")).isEqualTo(target.conflicts("alice")).hasSize(1);
    assertThat(source.get("alice")).isEqualTo(target.get("alice"));
  }

  @Test
  void deletionTravelsAndADeletedObjectDoesNotComeBack() {
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    Replicator replicator = Replicator.between(source, target);
    replicator.exchange();
    target.delete("alice");

    assertThat(replicator.copy().files()).as("source to target").isZero();
    assertThat(target.exists("alice")).isFalse();
    assertThat(replicator.exchange().tombstones()).isEqualTo(1);
    assertThat(source.exists("alice")).isFalse();
    assertThat(source.directory().resolve("alice")).doesNotExist();

    Versioned<ObjectNode> again = source.create("alice", document(2));
    assertThat(again.revision().generation()).isGreaterThan(alice.revision().generation() + 1);
    replicator.exchange();
    assertThat(target.get("alice")).isEqualTo(again);
    assertThat(target.conflicts("alice")).isEmpty();
  }

  @Test
  void editThatADeletionHadNotSeenIsInConflictWithItEverywhere() {
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    Replicator replicator = Replicator.between(source, target);
    replicator.exchange();
    source.delete("alice");
    Versioned<ObjectNode> edit = target.update(alice.withValue(document(2)));

    replicator.exchange();

    assertThat(source.get("alice")).isEqualTo(edit);
    assertThat(source.conflicts("alice")).extracting(Conflict::deleted).hasSize(1);
    assertThat(source.conflicts("alice"))
        .extracting(Conflict::rivals, Conflict::deleted)
        .isEqualTo(
            target.conflicts("alice").stream().map(c -> tuple(c.rivals(), c.deleted())).toList());
    replicator.exchange();
    assertThat(replicator.exchange().files()).isZero();
  }

  @Test
  void settlementTravels() {
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    Replicator replicator = Replicator.between(source, target);
    replicator.exchange();
    source.update(alice.withValue(document(2)));
    target.update(alice.withValue(document(3)));
    replicator.exchange();
    Conflict conflict = target.conflicts("alice").get(0);

    Versioned<ObjectNode> settled = target.settle("alice", document(4), conflict.rivals());
    replicator.exchange();

    assertThat(source.get("alice")).isEqualTo(settled);
    assertThat(source.conflicts("alice")).isEmpty();
    assertThat(revisions(source, "alice")).isEqualTo(revisions(target, "alice"));
  }

  @Test
  void compactedRevisionsAreNotBroughtBack() {
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    for (int i = 2; i < 10; i++) {
      alice = source.update(alice.withValue(document(i)));
    }
    Replicator replicator = Replicator.between(source, target);
    replicator.exchange();
    assertThat(target.compact("alice", Retention.last(2)).revisions()).isPositive();

    replicator.copy();
    assertThat(target.revisions("alice")).hasSizeLessThan(source.revisions("alice").size());
    replicator.exchange();

    assertThat(revisions(source, "alice")).isEqualTo(revisions(target, "alice"));
  }

  @Test
  void revisionAllOfWhoseChildrenAreDeadAtTheTargetStaysAway() throws IOException {
    Versioned<ObjectNode> first = source.create("alice", document(1));
    Versioned<ObjectNode> second = source.update(first.withValue(document(2)));
    Path name = Path.of("alice", second.revision().toString());
    Files.createDirectories(target.directory().resolve("alice"));
    Files.copy(source.directory().resolve(name), target.directory().resolve(name));
    target.delete("alice");

    ReplicationReport report = Replicator.between(source, target).copy();

    assertThat(report.files()).isZero();
    assertThat(target.directory().resolve("alice")).doesNotExist();
    assertThat(target.exists("alice")).isFalse();
  }

  @Test
  void manyTombstonesThatOneReplacesAreNotCopiedToAndFro() {
    Replicator replicator = Replicator.between(source, target);
    for (int i = 0; i < 20; i++) {
      source.create("alice", document(i));
      if (i < 16) {
        replicator.exchange();
      }
      source.delete("alice");
    }

    replicator.exchange();
    replicator.exchange();

    assertThat(replicator.exchange().files()).isZero();
    assertThat(Replicator.between(source, target).exchange().files()).isZero();
    assertThat(target.exists("alice")).isFalse();
  }

  @Test
  void damagedFileIsPassedOverAndCopiedOnceItIsWhole() throws IOException {
    Versioned<ObjectNode> first = source.create("alice", document(1));
    Versioned<ObjectNode> second = source.update(first.withValue(document(2)));
    Path file = source.directory().resolve("alice").resolve(second.revision().toString());
    byte[] whole = Files.readAllBytes(file);
    Files.writeString(file, "{");
    Replicator replicator = Replicator.between(source, target);

    ReplicationReport report = replicator.copy();

    assertThat(report.damaged()).isEqualTo(1);
    assertThat(report.isClean()).isFalse();
    assertThat(report.findings())
        .containsExactly(
            "revision %s of 'alice' is damaged or beyond the limits of the store at %s"
                .formatted(second.revision(), target.directory()));
    assertThat(target.get("alice")).isEqualTo(first);

    Files.write(file, whole);
    assertThat(replicator.copy().revisions()).isEqualTo(1);
    assertThat(target.get("alice")).isEqualTo(second);
  }

  @Test
  void whatARunLeftUndoneIsTriedAgainThoughNoDirectoryChanges() throws IOException {
    source.create("bob", document(1));
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    Path file = revisionFile(source, "alice");
    byte[] whole = Files.readAllBytes(file);
    Files.writeString(file, "{");
    Replicator replicator = Replicator.between(source, target);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(replicator.copy().objects()).isEqualTo(1));

    Files.write(file, whole);

    assertThat(replicator.copy().revisions()).isEqualTo(1);
    assertThat(target.get("alice")).isEqualTo(alice);
    assertThat(replicator.copy().objects()).isLessThanOrEqualTo(1);
  }

  @Test
  void fileOfNpmIsCopiedIfItIsOneJsonObject() throws IOException {
    Path object = Files.createDirectories(source.directory().resolve("alice"));
    Files.writeString(object.resolve("0-" + NPM_TOKEN), "{\"n\": 1}", UTF_8);
    Files.writeString(object.resolve("1-" + NPM_TOKEN), "{\"n\": ", UTF_8);
    Files.writeString(object.resolve("2-" + NPM_TOKEN), "[1]", UTF_8);
    Files.writeString(object.resolve(".stray.tmp"), "{}", UTF_8);

    ReplicationReport report = Replicator.between(source, target).copy();

    assertThat(report.revisions()).isEqualTo(1);
    assertThat(report.damaged()).isEqualTo(2);
    assertThat(files(target)).containsOnlyKeys("alice/0-" + NPM_TOKEN);
  }

  @Test
  void onlyWantedObjectsAreCopied() {
    source.create("eu-1", document(1));
    source.create("eu-2", document(1));
    source.create("us-1", document(1));

    Replicator.between(source, target).withPrefix("eu-").withIds(id -> id.endsWith("2")).copy();

    assertThat(ids(target)).containsExactly("eu-2");
  }

  @Test
  void winnersArriveBeforeHistory() {
    for (String id : List.of("alice", "bob", "carol")) {
      Versioned<ObjectNode> object = source.create(id, document(1));
      for (int i = 2; i < 5; i++) {
        object = source.update(object.withValue(document(i)));
      }
    }
    List<ReplicationProgress> told = new ArrayList<>();
    List<Long> readable = new ArrayList<>();
    Replicator.between(source, target)
        .withProgress(
            progress -> {
              told.add(progress);
              readable.add(
                  source.ids().filter(id -> target.find(id).equals(source.find(id))).count());
            })
        .copy();

    assertThat(readable).startsWith(1L, 2L, 3L);
    assertThat(told).hasSize(6);
    assertThat(told.get(2)).isEqualTo(new ReplicationProgress(3, 3, 3, 0));
    assertThat(told.get(5)).isEqualTo(new ReplicationProgress(3, 3, 12, 0));
  }

  @Test
  void laterRunsCompareOnlyWhatChangedByWhoever() throws Exception {
    for (int i = 0; i < 50; i++) {
      source.create("object-" + i, document(i));
    }
    Replicator replicator = Replicator.between(source, target);
    assertThat(replicator.exchange().objects()).isEqualTo(50);
    settle(replicator);

    source.upsert("object-1", document(100));
    target.delete("object-2");
    try (FileObjectStore other = FileObjectStore.open(source.directory(), OPTIONS)) {
      other.create("new", document(1));
    }
    Files.delete(revisionFile(target, "object-3"));
    ReplicationReport report = replicator.exchange();

    assertThat(report.objects()).isBetween(4L, 8L);
    assertThat(report.revisions()).isEqualTo(3);
    assertThat(report.tombstones()).isEqualTo(1);
  }

  @Test
  void namedObjectsAreCopiedWithoutALookAtOthers() {
    source.create("alice", document(1));
    source.create("bob", document(1));
    Replicator replicator = Replicator.between(source, target);

    assertThat(replicator.copy(List.of("bob", "bob", "nobody")).objects()).isEqualTo(2);
    assertThat(ids(target)).containsExactly("bob");
  }

  @Test
  void interruptedRunTellsSoAndTheNextOneGoesOn() {
    for (int i = 0; i < 10; i++) {
      source.create("object-" + i, document(i));
    }
    AtomicBoolean first = new AtomicBoolean(true);
    Replicator replicator =
        Replicator.between(source, target)
            .withProgress(
                progress -> {
                  if (progress.objects() == 4 && first.getAndSet(false)) {
                    Thread.currentThread().interrupt();
                  }
                });

    ReplicationReport report = replicator.copy();
    assertThat(Thread.interrupted()).isTrue();

    assertThat(report.complete()).isFalse();
    assertThat(report.revisions()).isEqualTo(4);
    assertThat(report).asString().endsWith("; interrupted");
    assertThat(replicator.copy().revisions()).isEqualTo(6);
    assertThat(ids(target)).hasSize(10);
  }

  @Test
  void objectThatTheTargetCannotHoldIsToldAndTheOthersAreCopied() throws IOException {
    source.create("alice", document(1));
    source.create("bob", document(1));
    Files.writeString(target.directory().resolve("bob"), "in the way", UTF_8);

    ReplicationReport report = Replicator.between(source, target).copy();

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.findings()).singleElement().asString().contains("bob");
    assertThat(ids(target)).containsExactly("alice");
  }

  @Test
  void targetThatIsGoneEndsTheRun() throws IOException {
    source.create("alice", document(1));
    Files.move(target.directory(), temp.resolve("elsewhere"));
    Replicator replicator = Replicator.between(source, target);

    assertThatThrownBy(replicator::copy)
        .isInstanceOf(StoreAccessException.class)
        .hasMessageContaining(target.directory().toString());

    Files.createDirectory(temp.resolve("target"));
    assertThat(replicator.copy().revisions()).isEqualTo(1);
  }

  @Test
  void unmountedTargetIsNotFilledAnew() throws IOException {
    source.create("alice", document(1));
    Replicator replicator = Replicator.between(source, target);
    replicator.copy();
    Files.move(target.directory(), temp.resolve("elsewhere"));
    Files.createDirectory(target.directory());

    assertThatThrownBy(replicator::copy)
        .isInstanceOf(StoreAccessException.class)
        .hasMessageContaining("another directory stands there, and is empty");
    assertThat(target.directory()).isEmptyDirectory();
  }

  @Test
  void storeIsNotCopiedToItself() {
    try (FileObjectStore same = FileObjectStore.open(source.directory(), OPTIONS)) {
      assertThatThrownBy(() -> Replicator.between(source, same))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'%s' is both source and target; expected two stores".formatted(source.directory()));
    }
  }

  @Test
  void closedStoreIsNotCopied() {
    Replicator replicator = Replicator.between(source, target);
    source.close();

    assertThatThrownBy(replicator::copy).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void copiedRevisionIsEditedLikeAnyOther() {
    Versioned<ObjectNode> alice = source.create("alice", document(1));
    Replicator.between(source, target).copy();

    Versioned<ObjectNode> edited = target.update(alice.withValue(document(2)));

    assertThat(edited.revision().generation()).isEqualTo(1);
    assertThat(target.scrub().findings()).isEmpty();
    assertThatThrownBy(() -> target.get("bob")).isInstanceOf(ObjectNotFoundException.class);
  }

  /** Until directories are old enough for their times to prove something. */
  private static void settle(Replicator replicator) {
    await().atMost(Duration.ofSeconds(20)).until(() -> replicator.exchange().objects() == 0);
  }

  private static Path revisionFile(FileObjectStore store, String id) {
    Revision revision = store.get(id).revision();
    return store.directory().resolve(id).resolve(revision.toString());
  }

  private static List<Revision> revisions(FileObjectStore store, String id) {
    return store.revisions(id).stream().map(Versioned::revision).toList();
  }

  private static List<String> ids(FileObjectStore store) {
    try (Stream<String> ids = store.ids()) {
      return ids.sorted().toList();
    }
  }

  /** What travels, by relative name with its content. */
  private static Map<String, String> files(FileObjectStore store) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Path root = store.directory();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = root.relativize(path).toString();
        if (Files.isRegularFile(path)
            && !name.startsWith(".local")
            && !name.equals(".store.json")) {
          files.put(name, Files.readString(path, UTF_8));
        }
      }
    }
    return files;
  }

  private static ObjectNode document(int value) {
    return JsonNodeFactory.instance.objectNode().put("n", value);
  }
}
