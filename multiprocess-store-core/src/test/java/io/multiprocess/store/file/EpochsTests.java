package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What this library publishes is seen at once without a look at the directory. */
class EpochsTests {

  private static final StoreOptions BLIND =
      StoreOptions.defaults().withForeignDelay(Duration.ofHours(1));

  @TempDir Path temp;

  private StoreDirectory directory;
  private StoreLayout layout;

  @BeforeEach
  void layout() throws IOException {
    directory = new StoreDirectory(Files.createDirectory(temp.resolve("store")).toRealPath());
    layout = new StoreLayout(directory.root());
  }

  private Epochs epochs(boolean wanted) {
    return new Epochs(layout, new Disk(layout.root(), Sharing.OWNER), layout.fileSystem(), wanted);
  }

  private static long read(Epochs epochs) {
    return epochs.read("bob", System.nanoTime());
  }

  /** One that has been there for longer than it takes anybody to notice. */
  private Epochs reader() {
    Epochs reader = epochs(true);
    await().until(() -> read(reader) != Epochs.UNKNOWN);
    return reader;
  }

  @Test
  void nothingIsMadeForNobody() throws IOException {
    epochs(false).counting("bob", () -> true);

    assertThat(read(epochs(false))).isEqualTo(Epochs.UNKNOWN);
    assertThat(layout.epochs()).doesNotExist();
  }

  @Test
  void nothingIsBelievedBeforeEveryWriterHasNoticed() throws IOException {
    Epochs writer = epochs(false);
    writer.counting("bob", () -> true);
    Epochs reader = epochs(true);
    assertThat(read(reader)).isEqualTo(Epochs.UNKNOWN);
    await().until(() -> read(reader) != Epochs.UNKNOWN);
    long before = read(reader);

    writer.counting("bob", () -> true);

    assertThat(read(reader)).isEqualTo(Epochs.next(before)).isNotEqualTo(before);
  }

  @Test
  void nothingIsToldWhileSomethingIsPublished() throws IOException {
    Epochs reader = reader();

    long during = epochs(false).counting("bob", () -> read(reader));

    assertThat(during).isEqualTo(Epochs.UNKNOWN);
    assertThat(read(reader)).isNotEqualTo(Epochs.UNKNOWN);
  }

  @Test
  void fileThatIsReplacedIsMappedAnew() throws IOException {
    Epochs reader = reader();
    epochs(false).counting("bob", () -> true);
    assertThat(read(reader)).isNotZero();
    Files.delete(layout.epochs());

    await().until(() -> read(reader) == 0);
    epochs(false).counting("bob", () -> true);
    assertThat(read(reader)).isEqualTo(Epochs.next(0));
  }

  @Test
  void foreignFileInItsPlaceIsLeftAlone() throws IOException {
    Files.createDirectories(layout.epochs());

    try (FileObjectStore store = directory.open(BLIND);
        FileObjectStore other = directory.open()) {
      other.create("bob", document("n", 1));
      assertThat(store.get("bob").value()).isEqualTo(document("n", 1));
      other.update(other.get("bob").withValue(document("n", 2)));
      assertThat(store.get("bob").value()).isEqualTo(document("n", 2));
    }
  }

  @Test
  void everythingThatThisLibraryDoesIsSeenAtOnce() throws IOException {
    try (FileObjectStore writer = directory.open();
        FileObjectStore reader = directory.open(BLIND)) {
      reader.find("bob");
      await().pollDelay(Duration.ofSeconds(3)).until(() -> reader.find("bob").isEmpty());
      for (int round = 0; round < 200; round++) {
        Versioned<ObjectNode> bob = writer.create("bob", document("n", round));
        assertThat(reader.get("bob")).isEqualTo(bob);
        assertThat(reader.get("bob")).isEqualTo(bob);
        Versioned<ObjectNode> edited = writer.update(bob.withValue(document("n", -round)));
        assertThat(reader.get("bob")).isEqualTo(edited);
        assertThat(reader.find("bob", bob.revision())).contains(bob);
        Versioned<ObjectNode> rival = writer.update(bob.withValue(document("rival", round)));
        assertThat(reader.conflicts("bob")).hasSize(1);
        Versioned<ObjectNode> settled =
            writer.settle(
                "bob", document("n", round), List.of(edited.revision(), rival.revision()));
        assertThat(reader.get("bob")).isEqualTo(settled);
        assertThat(reader.conflicts("bob")).isEmpty();
        writer.delete("bob");
        assertThat(reader.find("bob")).isEmpty();
      }
    }
  }

  @Test
  void ownEditsAreReadWithoutALookWhileNobodyElseWrites() throws IOException {
    try (FileObjectStore store = directory.open(BLIND);
        FileObjectStore other = directory.open()) {
      Versioned<ObjectNode> created = store.create("bob", document("n", 0));
      Versioned<ObjectNode> bob = created;
      await().pollDelay(Duration.ofSeconds(3)).until(() -> store.get("bob").equals(created));
      for (int i = 1; i <= 50; i++) {
        bob = store.update(store.get("bob").withValue(document("n", i)));
        assertThat(store.get("bob")).isEqualTo(bob);
      }
      Versioned<ObjectNode> theirs = other.update(bob.withValue(document("theirs", 1)));
      Versioned<ObjectNode> ours = store.update(bob.withValue(document("ours", 1)));
      assertThat(store.conflicts("bob")).hasSize(1);
      assertThat(store.get("bob").revision()).isIn(theirs.revision(), ours.revision());
    }
  }

  @Test
  void whatOthersDoIsSeenAfterTheDelay() throws IOException {
    Duration delay = Duration.ofMillis(50);
    try (FileObjectStore store = directory.open(StoreOptions.defaults().withForeignDelay(delay))) {
      store.create("bob", document("n", 1));
      store.get("bob");
      directory.write("bob/7-" + StoreDirectory.NPM_TOKEN, "{\"n\": 7}");

      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> store.get("bob").value().equals(document("n", 7)));
    }
  }
}
