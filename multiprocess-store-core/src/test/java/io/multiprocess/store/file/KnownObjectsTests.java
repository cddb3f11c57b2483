package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is remembered of an object is used only as long as a look would see the same. */
class KnownObjectsTests {

  private static final boolean FULL = "full".equals(System.getProperty("looks"));
  private static final String ID = "bob";

  @TempDir Path temp;

  private StoreDirectory directory;
  private StoreLayout layout;
  private Tombstones tombstones;
  private RevisionReader reader;
  private Epochs epochs;
  private KnownObjects known;
  private ObjectDirectories directories;

  @BeforeEach
  void parts() throws IOException {
    Path root = Files.createDirectory(temp.resolve("store")).toRealPath();
    directory = new StoreDirectory(root);
    layout = new StoreLayout(root);
    DocumentCodec codec = DocumentCodec.ofStoreFiles();
    Disk disk = new Disk(root, StoreOptions.defaults().sharing());
    epochs = new Epochs(layout, disk, layout.fileSystem(), false);
    tombstones =
        new Tombstones(
            layout,
            codec,
            disk,
            new Publisher(
                disk,
                new TempSpace(layout, disk),
                new Announcer(layout, disk),
                epochs,
                ForceOrder.FILE_THEN_DIRECTORY),
            known(DirectoryTimes.UNKNOWN));
    reader = new RevisionReader(layout, codec);
    known = known(DirectoryTimes.below(root));
    directories = new ObjectDirectories(layout, tombstones, reader, known);
  }

  private KnownObjects known(DirectoryTimes times) {
    return new KnownObjects(
        layout,
        DocumentCodec.ofStoreFiles(),
        times,
        epochs,
        StoreOptions.DEFAULT_CACHE_BYTES,
        Duration.ZERO);
  }

  /** What somebody else does to the object. */
  @FunctionalInterface
  interface Change {
    void make(KnownObjectsTests test, FileObjectStore other) throws IOException;
  }

  static Stream<Named<Change>> changes() {
    return Stream.of(
        Named.of("update", (test, other) -> edit(other)),
        Named.of("deletion", (test, other) -> other.delete(ID)),
        Named.of("compaction", (test, other) -> compact(other)),
        Named.of(
            "re-creation",
            (test, other) -> {
              other.delete(ID);
              other.create(ID, document("again", 1));
            }),
        Named.of("file of an npm process", (test, other) -> test.writeAsNpm()),
        Named.of(
            "copied file, with the directory's time set back",
            (test, other) -> {
              FileTime before = Files.getLastModifiedTime(test.layout.object(ID));
              test.writeAsNpm();
              Files.setLastModifiedTime(test.layout.object(ID), before);
            }),
        Named.of(
            "copied tombstone, before anything is swept, after a moment",
            (test, other) -> {
              test.tombstones.publish(ID, deletionOf(test.directories.look(ID).live()));
              await().pollDelay(KnownObjects.BETWEEN_STATS.plusMillis(1)).until(() -> true);
            }),
        Named.of(
            "copied tombstone that somebody tells of",
            (test, other) -> {
              test.tombstones.publish(ID, deletionOf(test.directories.look(ID).live()));
              try (FileObjectStore uncached =
                  test.directory.open(StoreOptions.defaults().withCacheBytes(0))) {
                assertThat(uncached.exists(ID)).isFalse();
              }
            }),
        Named.of(
            "another directory in its place",
            (test, other) -> {
              Path copy = Files.createDirectory(test.temp.resolve("copy"));
              Path winner = test.directory.file(ID, other.get(ID).revision());
              Files.copy(winner, copy.resolve(winner.getFileName()));
              Files.move(test.layout.object(ID), test.temp.resolve("aside"));
              Files.move(copy, test.layout.object(ID));
            }),
        Named.of(
            "no directory in its place",
            (test, other) -> Files.move(test.layout.object(ID), test.temp.resolve("aside"))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void isForgottenAfter(Change change) throws IOException {
    try (FileObjectStore other = directory.open()) {
      make(other);
      awaitKnown();
      change.make(this, other);
      assertThat(known.find(ID)).isNull();
      assertThat(directories.look(ID)).isEqualTo(lookAfresh());
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void isForgottenBesideTombstonesAfter(Change change) throws IOException {
    try (FileObjectStore other = directory.open()) {
      make(other);
      compact(other);
      edit(other);
      awaitKnown();
      change.make(this, other);
      assertThat(known.find(ID)).isNull();
      assertThat(directories.look(ID)).isEqualTo(lookAfresh());
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void isForgottenBesideTombstonesOfOtherObjectsAfter(Change change) throws IOException {
    try (FileObjectStore other = directory.open()) {
      other.create("alice", document("n", 1));
      other.delete("alice");
      make(other);
      awaitSettled(layout.tombstones());
      awaitKnown();
      other.create("carol", document("n", 1));
      other.delete("carol");
      awaitSettled(layout.tombstones());
      assertThat(known.find(ID)).isNotNull();
      change.make(this, other);
      awaitSettled(layout.tombstones());
      assertThat(known.find(ID)).isNull();
      assertThat(directories.look(ID)).isEqualTo(lookAfresh());
    }
  }

  @Test
  void isRememberedWhateverBecomesOfOtherObjects() throws IOException {
    try (FileObjectStore other = directory.open()) {
      make(other);
      awaitKnown();
      other.create("alice", document("n", 1));
      other.delete("alice");
      assertThat(Objects.requireNonNull(known.find(ID)).view()).isEqualTo(lookAfresh());
    }
  }

  /** Or what was deleted elsewhere would be served as if it never had been. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tombstonesOutOfReachAreNotTakenForNone(boolean link) throws IOException {
    try (FileObjectStore other = directory.open()) {
      make(other);
      awaitKnown();
      if (link) {
        Files.createSymbolicLink(layout.tombstones(), layout.tombstones());
      } else {
        Files.createFile(layout.tombstones());
      }
      await().pollDelay(Duration.ZERO).until(() -> known.find(ID) == null);
      assertThatThrownBy(() -> directories.look(ID))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("not a directory");
    }
  }

  /** Whoever edits what its own last edit left needs no view, and has to have one at any moment. */
  @Test
  void editsOfOnesOwnAreKnownTogetherWithThoseOfOthers() {
    Random random = new Random(3);
    try (FileObjectStore store = directory.open();
        FileObjectStore other = directory.open();
        FileObjectStore knowing = directory.open(StoreOptions.defaults().withCacheBytes(0))) {
      Versioned<ObjectNode> last = store.create("zoe", document("n", 0));
      Versioned<ObjectNode> first = last;
      for (int i = 1; i < 400; i++) {
        last = store.update(last.withValue(document("n", i)));
        switch (random.nextInt(20)) {
          case 0 -> store.update(first.withValue(document("stale", i)));
          case 1 -> other.update(last.withValue(document("other", i)));
          case 2 -> other.compact("zoe", Retention.last(3));
          case 3 -> last = store.find("zoe").orElseThrow();
          default -> {
            continue;
          }
        }
        assertThat(store.find("zoe")).isEqualTo(knowing.find("zoe"));
        assertThat(store.conflicts("zoe")).isEqualTo(knowing.conflicts("zoe"));
        assertThat(store.counts()).isEqualTo(knowing.counts());
      }
    }
  }

  @Test
  void isNotRememberedWhileItsDirectoryIsYoung() throws IOException {
    try (FileObjectStore other = directory.open()) {
      make(other);
      FileTime ahead = FileTime.from(Instant.now().plus(Duration.ofHours(1)));
      Files.setLastModifiedTime(layout.object(ID), ahead);
      directories.look(ID);
      assertThat(known.find(ID)).isNull();
    }
  }

  @Test
  void isNotRememberedWhileATombstoneIsACopyInFlight() throws IOException {
    try (FileObjectStore other = directory.open()) {
      make(other);
      compact(other);
      awaitKnown();
      Tombstone deletion = deletionOf(directories.look(ID).live());
      byte[] content = deletion.encode(DocumentCodec.ofStoreFiles());
      Path file =
          layout
              .tombstones(ID)
              .resolve(ContentHash.TOMBSTONE.name(deletion.generation(), content).toString());
      Files.write(file, Arrays.copyOf(content, content.length / 2));
      awaitSettled(layout.tombstones(ID));
      // Nobody announces what a copying tool brings.
      await().pollDelay(Duration.ZERO).until(() -> known.find(ID) == null);
      assertThat(directories.look(ID).exists()).isTrue();
      assertThat(known.find(ID)).isNull();
      Files.write(file, content);
      assertThat(directories.look(ID).exists()).isFalse();
    }
  }

  /**
   * Changes follow reads after every time there can be, also within one tick of the clock that
   * stamps directories.
   */
  @Test
  void noChangeHidesInATick() throws IOException {
    Random random = new Random(20261125);
    Duration duration = FULL ? Duration.ofMinutes(5) : Duration.ofSeconds(4);
    Instant end = Instant.now().plus(duration);
    int remembered = 0;
    int changes = 0;
    try (FileObjectStore other = directory.open()) {
      while (Instant.now().isBefore(end)) {
        if (other.exists(ID) && random.nextInt(8) > 0) {
          edit(other);
        } else if (other.exists(ID)) {
          other.delete(ID);
        } else {
          other.create(ID, document("n", changes));
        }
        if (random.nextInt(16) == 0) {
          other.compact(ID, Retention.last(1));
        }
        changes++;
        ObjectView afresh = lookAfresh();
        // As often as it takes to come to any moment around the end of the margin.
        for (int looks = 1 << random.nextInt(12); looks > 0; looks--) {
          remembered += known.find(ID) == null ? 0 : 1;
          assertThat(directories.look(ID)).as("after %d changes", changes).isEqualTo(afresh);
        }
      }
    }
    assertThat(changes).isGreaterThan(10);
    assertThat(remembered).isPositive();
  }

  @Test
  void onlyLinuxSince613IsFine() {
    assertThat(DirectoryTimes.isFine("Linux", "6.13.0-1-generic")).isTrue();
    assertThat(DirectoryTimes.isFine("Linux", "6.18.44-fc-v782")).isTrue();
    assertThat(DirectoryTimes.isFine("Linux", "10.0")).isTrue();
    assertThat(DirectoryTimes.isFine("Linux", "6.12.9")).isFalse();
    assertThat(DirectoryTimes.isFine("Linux", "5.15.0-91-generic")).isFalse();
    assertThat(DirectoryTimes.isFine("Linux", "unknown")).isFalse();
    assertThat(DirectoryTimes.isFine("Mac OS X", "14.1")).isFalse();
  }

  private static void make(ObjectStore other) {
    other.create(ID, document("n", 0));
    edit(other);
  }

  private static void edit(ObjectStore other) {
    Versioned<ObjectNode> winner = other.get(ID);
    other.update(winner.withValue(winner.value().put("more", winner.revision().toString())));
  }

  private static void compact(FileObjectStore other) {
    other.compact(ID, Retention.last(1));
  }

  private static Tombstone deletionOf(Collection<Revision> live) {
    SortedMap<Revision, Optional<List<Revision>>> dead = new TreeMap<>();
    live.forEach(revision -> dead.put(revision, Optional.empty()));
    return new Tombstone(Tombstone.DELETE, dead);
  }

  private void writeAsNpm() {
    directory.write(ID + "/7-" + StoreDirectory.NPM_TOKEN, "{\"n\": 7}");
  }

  /** A look that remembers nothing. */
  private ObjectView lookAfresh() throws IOException {
    KnownObjects nothing = known(DirectoryTimes.UNKNOWN);
    return new ObjectDirectories(layout, tombstones, reader, nothing).look(ID);
  }

  private void awaitKnown() {
    await()
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              directories.look(ID);
              return known.find(ID) != null;
            });
  }

  private static void awaitSettled(Path directory) {
    DirectoryTimes times = DirectoryTimes.below(directory);
    await().until(() -> times.isSettled(times.of(directory), Instant.now()));
  }
}
