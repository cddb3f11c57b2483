package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

class FileObjectStoreTests {

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void everyDurabilityWritesTheSameFiles(Durability durability) {
    StoreDirectory directory = new StoreDirectory(temp);
    StoreOptions options = StoreOptions.defaults().withDurability(durability);
    try (FileObjectStore store = FileObjectStore.open(temp, options)) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Versioned<ObjectNode> next = store.update(bob.withValue(document("n", 2)));
      store.create("carol", document("n", 1));
      store.delete("carol");

      assertThat(directory.names("bob"))
          .containsExactly(bob.revision().toString(), next.revision().toString());
      assertThat(directory.names(""))
          .containsExactly(".local", ".store.json", ".tombstones", "bob");
      assertThat(directory.names(".local/tmp")).allMatch(name -> name.startsWith("reserve-"));
    }
  }

  @ParameterizedTest
  @EnumSource(Sharing.class)
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has other permissions")
  void filesAreForTheirOwnerUnlessSharedWithTheGroup(Sharing sharing) throws IOException {
    Path root = temp.resolve("a/store");
    try (FileObjectStore store =
        FileObjectStore.open(root, StoreOptions.defaults().withSharing(sharing))) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      store.update(bob.withValue(document("n", 2)));
      store.create("carol", document("n", 1));
      store.delete("carol");
    }
    List<Path> made;
    try (Stream<Path> paths = Files.walk(root)) {
      made = paths.toList();
    }
    assertThat(made).hasSizeGreaterThan(10);
    for (Path path : made) {
      assertThat(Files.getPosixFilePermissions(path))
          .as("%s", path)
          .isEqualTo(Files.isDirectory(path) ? sharing.directory() : sharing.file());
    }
  }

  @Test
  void openingAndReadingWritesNothing() {
    StoreDirectory directory = new StoreDirectory(temp);
    directory.write("bob/0-" + NPM_TOKEN, "{\"_id\":\"bob\",\"n\":1}");
    try (FileObjectStore store = FileObjectStore.open(temp)) {
      assertThat(store.get("bob").value()).isEqualTo(document("n", 1));
      assertThat(store.counts().objects()).isEqualTo(1);
    }
    assertThat(directory.names("")).containsExactly("bob");
  }

  @Test
  void missingDirectoryIsCreated() {
    Path path = temp.resolve("a/b/c");
    try (FileObjectStore store = FileObjectStore.open(path)) {
      assertThat(store.directory()).isDirectory().isEqualTo(path.toAbsolutePath());
      assertThat(store).hasToString("FileObjectStore[%s]".formatted(path));
    }
  }

  @Test
  void pathThatIsNoDirectoryIsRefused() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> FileObjectStore.open(file))
        .isInstanceOf(StoreAccessException.class)
        .hasMessage("Store at %s cannot be opened: NotDirectoryException".formatted(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"format\":2,\"election\":\"npm\",\"ids\":\"npm\"}|format is '2'; expected 1",
        "{\"format\":1,\"election\":\"x\",\"ids\":\"npm\"}|election is 'x'; expected npm",
        "{\"format\":1,\"election\":\"npm\",\"ids\":\"x\"}|ids is 'x'; expected npm or portable",
        "{\"format\":1|is not a format marker: file is not JSON",
        "{}|format is 'nothing'; expected 1"
      })
  void storeOfAnotherFormatIsRefused(String marker, String finding) {
    new StoreDirectory(temp).write(".store.json", marker);

    assertThatThrownBy(() -> FileObjectStore.open(temp))
        .isInstanceOf(StoreFormatException.class)
        .hasMessageContaining(temp.resolve(".store.json").toString())
        .hasMessageContaining(finding);
  }

  @Test
  void idProfileOfAStoreIsFixedByItsFirstWriter() {
    StoreOptions portable = StoreOptions.defaults().withIdProfile(IdProfile.PORTABLE);
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(portable)) {
      store.create("urn:isbn:1", document("n", 1));
    }
    try (FileObjectStore store = directory.open()) {
      store.create("urn:isbn:2", document("n", 1));
      assertThat(store.ids()).containsExactlyInAnyOrder("urn:isbn:1", "urn:isbn:2");
    }
    assertThat(directory.names("")).contains("%_urn%3Aisbn%3A1", "%_urn%3Aisbn%3A2");
    assertThatThrownBy(() -> directory.open(StoreOptions.defaults().withIdProfile(IdProfile.NPM)))
        .isInstanceOf(StoreFormatException.class)
        .hasMessage(
            "Store at %s names its objects by profile 'portable'; expected 'npm' as the options ask for"
                .formatted(temp));
  }

  @Test
  void objectThatNpmNamedRawIsTheSameObjectInAPortableStore() {
    StoreDirectory directory = new StoreDirectory(temp);
    directory.write("urn:isbn:1/0-" + NPM_TOKEN, "{\"n\":1}");
    directory.write("%_raw/0-" + NPM_TOKEN, "{\"n\":2}");
    try (FileObjectStore store =
        directory.open(StoreOptions.defaults().withIdProfile(IdProfile.PORTABLE))) {
      assertThat(store.ids()).containsExactlyInAnyOrder("urn:isbn:1", "%_raw");
      assertThat(store.get("%_raw").value()).isEqualTo(document("n", 2));
      assertThatThrownBy(() -> store.create("urn:isbn:1", document("n", 2)))
          .isInstanceOf(ObjectExistsException.class);
      store.update(store.get("urn:isbn:1").withValue(document("n", 3)));
      assertThat(directory.names("urn:isbn:1")).hasSize(2);
    }
  }

  @Test
  void idsNeverLeadOutOfTheStore() {
    Path root = temp.resolve("store");
    try (FileObjectStore store = new StoreDirectory(root).open()) {
      for (String id : List.of("../victim", "..", ".", "/etc/x", "a/../../victim", "x\0y")) {
        store.create(id, document("n", 1));
        assertThat(store.get(id).id()).isEqualTo(id);
        assertThat(store.delete(id)).isTrue();
      }
    }
    assertThat(new StoreDirectory(temp).names("")).containsExactly("store");
  }

  @Test
  void fileSystemThatFoldsCaseKeepsIdsApartByRefusingTheSecond() throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
      Path root = windows.getPath("C:\\store");
      StoreOptions options = StoreOptions.defaults();
      try (FileObjectStore store = FileObjectStore.open(root, options)) {
        store.create("alice", document("n", 1));

        assertThatThrownBy(() -> store.create("Alice", document("n", 2)))
            .isInstanceOf(InvalidIdException.class)
            .hasMessage(
                "Id 'Alice' collides with 'alice' on this file system; expected ids that differ by"
                    + " more than case");
        assertThat(store.get("alice").value()).isEqualTo(document("n", 1));
      }
    }
  }

  @Test
  void windowsHasNoDirectoryRenamedOntoAnother() throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
      Path root = windows.getPath("C:\\store");
      StoreOptions options = StoreOptions.defaults().withCreateGrace(Duration.ofMillis(20));
      try (FileObjectStore store = FileObjectStore.open(root, options)) {
        store.create("a:b", document("n", 1));
        Files.createDirectory(root.resolve("left-empty"));
        store.create("left-empty", document("n", 1));

        assertThatThrownBy(() -> store.create("a:b", document("n", 2)))
            .isInstanceOf(ObjectExistsException.class);
        assertThat(store.ids()).containsExactlyInAnyOrder("a:b", "left-empty");
        assertThat(Files.isDirectory(root.resolve("%_a%3Ab"))).isTrue();
        assertThat(store.delete("a:b")).isTrue();
        assertThat(store.exists("a:b")).isFalse();
      }
    }
  }

  @Test
  void emptyDirectoryOfADeadCreatorIsTakenOverAfterTheGrace() throws IOException {
    Files.createDirectory(temp.resolve("bob"));
    try (FileObjectStore store = new StoreDirectory(temp).open()) {
      long before = System.nanoTime();
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(StoreOptions.defaults().createGrace());
      assertThat(store.get("bob")).isEqualTo(bob);
    }
  }

  @Test
  void createRacedByThreadsOfTwoStoresSucceedsOnce() throws Exception {
    StoreDirectory directory = new StoreDirectory(temp);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (FileObjectStore one = directory.open();
        FileObjectStore two = directory.open()) {
      for (int round = 0; round < 50; round++) {
        String id = "object" + round;
        List<Future<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          FileObjectStore store = i % 2 == 0 ? one : two;
          attempts.add(threads.submit(() -> creates(store, id)));
        }
        int created = 0;
        for (Future<Boolean> attempt : attempts) {
          created += attempt.get() ? 1 : 0;
        }
        assertThat(created).as(id).isEqualTo(1);
        assertThat(one.revisions(id)).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean creates(FileObjectStore store, String id) {
    try {
      store.create(id, document("n", 1));
      return true;
    } catch (ObjectExistsException e) {
      return false;
    }
  }

  @Test
  void interruptNeitherStopsNorIsSwallowedByAWrite() {
    try (FileObjectStore store = FileObjectStore.open(temp)) {
      Thread.currentThread().interrupt();
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Versioned<ObjectNode> next = store.update(bob.withValue(document("n", 2)));

      assertThat(store.get("bob")).isEqualTo(next);
      assertThat(store.delete("bob")).isTrue();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void leftoversOfDeadProcessesAreRemovedAtOpenAndOthersKept() throws IOException {
    try (FileObjectStore store = FileObjectStore.open(temp)) {
      store.create("bob", document("n", 1));
      Path tmp = temp.resolve(".local/tmp");
      Path mine =
          new TempSpace(new StoreLayout(temp), new Disk(temp, Sharing.OWNER)).make(path -> path);
      Files.createDirectory(mine);
      String[] parts = mine.getFileName().toString().split("-", -1);
      Path dead = Files.createDirectory(tmp.resolve(parts[0] + "-999999999-" + parts[2] + "-1"));
      Files.createFile(dead.resolve("0-" + NPM_TOKEN));
      Path reused = Files.createFile(tmp.resolve(parts[0] + "-" + parts[1] + "-abc-1"));
      Path otherHost = Files.createFile(tmp.resolve("00000000-1-abc-1"));
      Path otherHostLongAgo = Files.createFile(tmp.resolve("00000000-1-abc-2"));
      Files.setLastModifiedTime(
          otherHostLongAgo, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
      Path notOurs = Files.createFile(tmp.resolve("notes.txt"));

      FileObjectStore.open(temp).close();

      assertThat(List.of(mine, otherHost, notOurs)).allSatisfy(kept -> assertThat(kept).exists());
      assertThat(List.of(dead, reused, otherHostLongAgo))
          .allSatisfy(removed -> assertThat(removed).doesNotExist());
    }
  }

  @Test
  void storeWhoseDirectoryIsGoneIsNotAnEmptyStore() throws IOException {
    Path root = temp.resolve("store");
    try (FileObjectStore store = new StoreDirectory(root).open()) {
      Files.delete(root);

      assertThatThrownBy(() -> store.find("bob"))
          .isInstanceOf(StoreAccessException.class)
          .hasMessageContaining("Read of 'bob' failed in " + root)
          .hasMessageContaining("store directory is gone");
      assertThatThrownBy(store::counts).isInstanceOf(StoreAccessException.class);
      assertThatThrownBy(() -> store.create("bob", document("n", 1)))
          .isInstanceOf(StoreAccessException.class);
      assertThatThrownBy(store::checkAccess).isInstanceOf(StoreAccessException.class);
      assertThat(root).doesNotExist();
    }
  }

  @Test
  void refusedDocumentChangesNothing() {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store =
        directory.open(StoreOptions.defaults().withMaxDocumentBytes(200))) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      ObjectNode large = document("n", 2).put("text", "x".repeat(200));

      assertThatThrownBy(() -> store.update(bob.withValue(large)))
          .isInstanceOf(InvalidDocumentException.class);
      assertThatThrownBy(() -> store.create("carol", large))
          .isInstanceOf(InvalidDocumentException.class);

      assertThat(store.revisions("bob")).containsExactly(bob);
      assertThat(store.exists("carol")).isFalse();
    }
  }

  @Test
  void lastGenerationCanBeReadButNotPassed() {
    StoreDirectory directory = new StoreDirectory(temp);
    directory.write("bob/%d-%s".formatted(Revision.MAX_GENERATION, NPM_TOKEN), "{\"n\":1}");
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> bob = store.get("bob");

      assertThatThrownBy(() -> store.update(bob))
          .isInstanceOf(InvalidDocumentException.class)
          .hasMessageContaining("generation 9007199254740991");
      assertThat(store.delete("bob")).isTrue();
    }
  }

  @Test
  void equalEditsOfOneBaseStayTwo() {
    try (FileObjectStore store = new StoreDirectory(temp).open()) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));

      store.update(bob.withValue(document("n", 2)));
      store.update(bob.withValue(document("n", 2)));

      assertThat(store.conflicts("bob")).hasSize(1);
    }
  }

  @Test
  void streamsCanBeLeftEarly() {
    try (FileObjectStore store = new StoreDirectory(temp).open()) {
      for (int i = 0; i < 20; i++) {
        store.create("object" + i, document("n", i));
      }
      try (Stream<String> ids = store.ids()) {
        assertThat(ids.limit(3)).hasSize(3);
      }
      assertThat(store.all().mapToInt(v -> v.value().get("n").asInt()).sum()).isEqualTo(190);
    }
  }
}
