package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Which objects are looked at again, and that no change is ever passed over for good. */
class ObjectScanTests {

  private static final Duration LATER = DirectoryTimes.MARGIN.plusMillis(100);

  @TempDir Path temp;

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> looked = new ArrayList<>();
  private final Map<String, Revision> winners = new TreeMap<>();

  private Instant now = Instant.now();
  private StoreDirectory directory;
  private FileObjectStore store;
  private ObjectScan scan;

  @BeforeEach
  void open() throws IOException {
    directory = new StoreDirectory(temp.resolve("users"));
    store = directory.open();
    Path root = directory.root().toRealPath();
    StoreLayout layout = new StoreLayout(root);
    Disk disk = new Disk(root, Sharing.OWNER);
    DocumentCodec codec = DocumentCodec.ofStoreFiles();
    Epochs epochs = new Epochs(layout, disk, layout.fileSystem(), false);
    Publisher publisher =
        new Publisher(
            disk,
            new TempSpace(layout, disk),
            new Announcer(layout, disk),
            epochs,
            ForceOrder.FILE_THEN_DIRECTORY);
    KnownObjects known =
        new KnownObjects(
            layout, DocumentCodec.ofStoreFiles(), DirectoryTimes.UNKNOWN, epochs, 0, Duration.ZERO);
    Tombstones tombstones = new Tombstones(layout, codec, disk, publisher, known);
    ObjectDirectories directories =
        new ObjectDirectories(layout, tombstones, new RevisionReader(layout, codec), known);
    StoreNames names = new StoreNames(layout, codec, publisher, StoreOptions.defaults());
    Sweeper sweeper =
        new Sweeper(layout, directories, tombstones, publisher, new Quarantine(layout, disk));
    scan =
        new ObjectScan(
            layout,
            names,
            directories,
            sweeper,
            () -> DirectoryTimes.below(root),
            () -> now,
            nanos::get);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWasOldWhenItWasLookedAtIsNotLookedAtAgain() throws IOException {
    store.create("alice", document("n", 1));
    store.create("bob", document("n", 1));
    store.delete("bob");
    store.create("bob", document("n", 1));
    pass(LATER);

    assertThat(scan()).containsExactlyInAnyOrder("alice", "bob");
    assertThat(scan()).isEmpty();

    store.upsert("alice", document("n", 2));
    assertThat(scan()).containsExactly("alice");
  }

  @Test
  void whatWasYoungIsLookedAtUntilItWasOld() throws IOException {
    store.create("alice", document("n", 1));
    now = Instant.now();
    assertThat(scan()).containsExactly("alice");
    assertThat(scan()).containsExactly("alice");

    pass(LATER);
    assertThat(scan()).containsExactly("alice");
    assertThat(scan()).isEmpty();
  }

  @Test
  void directoryTimesThatWereSetBackDoNotHideAChange() throws IOException {
    Versioned<ObjectNode> alice = store.create("alice", document("n", 1));
    pass(LATER);
    scan();
    FileTime before = Files.getLastModifiedTime(directory.root().resolve("alice"));

    Revision edited = directory.write("alice", 1, document("n", 2), List.of(alice.revision()));
    Files.setLastModifiedTime(directory.root().resolve("alice"), before);

    assertThat(scan()).containsExactly("alice");
    assertThat(winners).containsEntry("alice", edited);
  }

  @Test
  void tombstoneThatIsStillBeingCopiedIsLookedAtUntilItIsWhole() throws IOException {
    Versioned<ObjectNode> alice = store.create("alice", document("n", 1));
    store.delete("alice");
    Path tombstones = directory.root().resolve(".tombstones/alice");
    Path tombstone = tombstones.resolve(directory.names(".tombstones/alice").get(0));
    String content = Files.readString(tombstone);
    Files.writeString(tombstone, content.substring(0, 20));
    Path archived = directory.root().resolve(".local/archive/alice/" + alice.revision());
    directory.write("alice/" + alice.revision(), Files.readString(archived));
    pass(LATER);
    assertThat(scan()).containsExactly("alice");
    assertThat(winners).containsKey("alice");
    assertThat(scan()).containsExactly("alice");

    Files.writeString(tombstone, content);

    assertThat(scan()).containsExactly("alice");
    assertThat(winners).isEmpty();
    assertThat(scan()).as("what has been swept is looked at").containsExactly("alice");
    assertThat(scan()).isEmpty();
  }

  @Test
  void everythingIsLookedAtWhenTheClockWasSetBack() throws IOException {
    store.create("alice", document("n", 1));
    pass(LATER);
    scan();
    assertThat(scan()).isEmpty();

    now = now.minusSeconds(60);
    assertThat(scan()).as("set back").containsExactly("alice");
    assertThat(scan()).as("times lie ahead").containsExactly("alice");
    pass(Duration.ofSeconds(61));
    assertThat(scan()).containsExactly("alice");
    assertThat(scan()).isEmpty();

    now = now.plusSeconds(3600);
    assertThat(scan()).as("set forward").isEmpty();
  }

  @Test
  void manyChangesOfOneTickAreAllSeenInTheEnd() throws IOException {
    long seed = Long.getLong("changes.seed", new Random().nextLong());
    Random random = new Random(seed);
    int objects = 20;
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 3_000; i++) {
                String id = "object-" + random.nextInt(objects);
                if (random.nextInt(10) == 0) {
                  store.delete(id);
                } else {
                  store.upsert(id, document("n", i));
                }
              }
            });
    do {
      // The real clock while it is written, as it is: whatever is young is looked at again.
      now = Instant.now();
      nanos.set(System.nanoTime());
      scan();
    } while (!writing.isDone());
    writing.join();

    now = Instant.now();
    nanos.set(System.nanoTime());
    scan();
    assertThat(winners).as("seed %d", seed).isEqualTo(Mirror.of(store));
  }

  private void pass(Duration time) {
    Instant real = Instant.now();
    now = (now.isBefore(real) ? real : now).plus(time);
    nanos.addAndGet(time.toNanos());
  }

  private List<String> scan() throws IOException {
    looked.clear();
    scan.scan(
        (name, view) -> {
          looked.add(name);
          if (view.exists()) {
            winners.put(name, view.live().last());
          } else {
            winners.remove(name);
          }
        });
    return List.copyOf(looked);
  }
}
