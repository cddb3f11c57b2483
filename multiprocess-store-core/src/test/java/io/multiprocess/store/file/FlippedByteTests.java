package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every byte of every file of a store is changed, one at a time, and every file is cut off at every
 * length: what this library wrote is found in each case, other objects are read as before.
 */
class FlippedByteTests {

  private static final JsonMapper JSON = StoreMapper.builder().build();

  /** No file of npm's is so young that it may still be written. */
  private final FileTime anHourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));

  @TempDir Path temp;

  private StoreDirectory directory;
  private FileObjectStore store;
  private Map<String, Optional<Versioned<ObjectNode>>> winners;

  @BeforeEach
  void createSample() {
    directory = new StoreDirectory(temp);
    store = directory.open();
    Versioned<ObjectNode> edited = store.create("edited", document("n", 0));
    for (int i = 1; i < 4; i++) {
      edited = store.update(edited.withValue(document("n", i)));
    }
    Versioned<ObjectNode> rivals = store.create("rivals", document("n", 0));
    store.update(rivals.withValue(document("n", 1)));
    store.update(rivals.withValue(document("n", 2)));
    store.create("deleted", document("n", 0));
    store.update(store.get("deleted"));
    store.delete("deleted");
    store.create("again", document("n", 0));
    store.delete("again");
    store.create("again", document("n", 1));
    store.create(
        "a/\u65e5",
        (ObjectNode)
            JSON.readTree(
                "{'t':true,'f':false,'z':null,'x':[-0.5e-7,1E+2,[],{}],'s':'\\u0001\\n \u65e5\ud83d\ude00'}"
                    .replace('\'', '"')));
    directory.write("npm/0-" + NPM_TOKEN, "{\n  \"_id\": \"npm\",\n  \"n\": 0\n}");
    directory.write("npm/1-" + NPM_TOKEN, "{\n  \"_id\": \"npm\",\n  \"n\": [1, true]\n}");
    directory.age();
    assertThat(store.scrub().findings()).isEmpty();
    winners = new TreeMap<>();
    for (String id : List.of("edited", "rivals", "deleted", "again", "a/\u65e5", "npm")) {
      winners.put(id, store.find(id));
    }
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void everyFlippedByteOfOurFilesIsFoundAndOtherObjectsAreReadAsBefore() throws IOException {
    int flips = 0;
    int npmFlips = 0;
    int npmFound = 0;
    for (Path file : files()) {
      byte[] content = Files.readAllBytes(file);
      boolean npm = file.toString().contains(NPM_TOKEN);
      for (int i = 0; i < content.length; i++) {
        byte[] damaged = content.clone();
        damaged[i] ^= (byte) (1 << (i % 8));
        write(file, damaged);
        boolean found = isFound(file, kind -> true);
        if (npm) {
          npmFlips++;
          npmFound += found ? 1 : 0;
        } else {
          flips++;
          assertThat(found).as("byte %d of %s", i, file).isTrue();
        }
        assertOthersUnaffected(file);
      }
      write(file, content);
    }
    assertThat(flips).isGreaterThan(1000);
    // What stays JSON is found in no file whose name proves nothing.
    assertThat(npmFound).isBetween(npmFlips / 4, npmFlips - 1);
    assertThat(store.scrub().findings()).isEmpty();
  }

  @Test
  void everyTruncationIsFoundAsOne() throws IOException {
    int cuts = 0;
    for (Path file : files()) {
      byte[] content = Files.readAllBytes(file);
      for (int length = 0; length < content.length; length++) {
        write(file, Arrays.copyOf(content, length));
        assertThat(
                isFound(
                    file,
                    kind ->
                        kind
                            == (file.startsWith(temp.resolve(".tombstones"))
                                ? Kind.DAMAGED_TOMBSTONE
                                : file.endsWith(".store.json")
                                    ? Kind.INVALID_MARKER
                                    : Kind.TRUNCATED)))
            .as("%s cut off at %d", file, length)
            .isTrue();
        cuts++;
        assertOthersUnaffected(file);
      }
      write(file, content);
    }
    assertThat(cuts).isGreaterThan(1000);
    assertThat(store.scrub().findings()).isEmpty();
  }

  /** Exactly the changed file is found, and by what readers go, too. */
  private boolean isFound(Path file, Predicate<Kind> expected) {
    ScrubReport report = store.scrub();
    assertThat(report.findings())
        .hasSizeLessThan(2)
        .allMatch(finding -> temp.resolve(finding.file()).equals(file));
    return report.findings().stream().map(Finding::kind).anyMatch(expected);
  }

  private void assertOthersUnaffected(Path file) {
    // Hidden names are no ids, so what lies there changes nothing of any object.
    String changed = IdCodec.decode(temp.relativize(file).getName(0).toString());
    // Another process, which has not read anything before.
    try (FileObjectStore other = file.endsWith(".store.json") ? null : directory.open()) {
      ObjectStore reader = other == null ? store : other;
      winners.forEach(
          (id, winner) -> {
            if (!id.equals(changed)) {
              assertThat(reader.find(id)).isEqualTo(winner);
            } else {
              read(reader, id);
            }
          });
    }
  }

  private static void read(ObjectStore reader, String id) {
    try {
      assertThat(reader.find(id)).isPresent();
    } catch (DamagedRevisionException onlyRevision) {
      assertThat(onlyRevision.id()).isEqualTo(id);
    }
  }

  private void write(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    Files.setLastModifiedTime(file, anHourAgo);
  }

  /** All but reserved room. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(temp)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(temp.resolve(".local/tmp")))
          // Memory of the processes that run, not data.
          .filter(file -> !file.equals(temp.resolve(".local/epochs")))
          .toList();
    }
  }
}
