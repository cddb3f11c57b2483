package io.multiprocess.store.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ElectionVectors.Vector;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Files that another program left, or has not finished, in the directory of an object. */
class ForeignFileTests {

  private static final JsonMapper JSON = StoreMapper.builder().build();
  private static final Revision TORN = Revision.parse("5-3f700747033f486aafbe57e4f6662153");
  private static final String WHOLE = "{\n  \"_id\": \"o\",\n  \"text\": \"äöü 日本語\"\n}";

  @TempDir Path directory;

  private final List<DamagedRevisionException> damages = new ArrayList<>();
  private ObjectStore store;

  @BeforeEach
  void openStore() {
    StoreListener listener =
        new StoreListener() {
          @Override
          public void revisionDamaged(DamagedRevisionException damage) {
            damages.add(damage);
          }
        };
    // Files are changed behind the store, and it shall read them.
    StoreOptions options = StoreOptions.defaults().withListener(listener).withCacheBytes(0);
    store = FileObjectStore.open(directory, options);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.multiprocess.store.ElectionVectors#foreign")
  void foreignFilesAreNeitherElectedNorCountedNorTouched(Vector vector) throws IOException {
    Path object = Files.createDirectory(directory.resolve("o"));
    Path foreign = object.resolve(Objects.requireNonNull(vector.foreign()));
    for (String name : vector.names()) {
      write(object.resolve(name), vector);
    }
    Revision revision =
        vector.names().stream()
            .filter(name -> !name.equals(vector.foreign()))
            .map(Revision::parse)
            .findFirst()
            .orElseThrow();

    assertThat(store.get("o").revision()).isEqualTo(revision);
    assertThat(store.revisions("o")).extracting(Versioned::revision).containsExactly(revision);
    assertThat(store.all().map(Versioned::revision)).containsExactly(revision);
    assertThat(store.conflicts("o")).isEmpty();

    Versioned<ObjectNode> edited = store.update(store.get("o"));
    assertThat(store.get("o")).isEqualTo(edited);
    assertThat(edited.revision().generation()).isEqualTo(vector.hasForeignContent() ? 6 : 5);
    assertThat(Files.exists(foreign, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void readersAreServedTheLowerRevisionUntilNpmHasFinished() throws IOException {
    Versioned<ObjectNode> lower = store.create("o", json("{\"n\": 0}"));
    Path torn = directory.resolve("o").resolve(TORN.toString());
    byte[] whole = WHOLE.getBytes(UTF_8);

    for (int length = 0; length < whole.length; length += 7) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      part.write(whole, 0, length);
      Files.write(torn, part.toByteArray());
      assertThat(store.get("o")).as("%d bytes", length).isEqualTo(lower);
    }
    assertThat(damages).isEmpty();

    Files.write(torn, whole);
    assertThat(store.get("o"))
        .isEqualTo(new Versioned<>("o", TORN, json("{\"text\": \"äöü 日本語\"}")));
  }

  @Test
  void firstFileIsAbsentWhileNpmMayFinishItAndDamagedLater() throws IOException {
    Files.createDirectory(directory.resolve("o"));
    Path torn = directory.resolve("o").resolve(TORN.toString());
    Files.write(torn, new byte[0]);

    assertThat(store.find("o")).isEmpty();
    assertThat(store.all()).isEmpty();
    assertThat(damages).isEmpty();

    age(torn);
    assertThatExceptionOfType(DamagedRevisionException.class)
        .isThrownBy(() -> store.get("o"))
        .withMessageStartingWith("Revision " + TORN + " of 'o' is damaged: ")
        .satisfies(
            damage -> {
              assertThat(damage.id()).isEqualTo("o");
              assertThat(damage.revision()).isEqualTo(TORN);
            });

    Files.writeString(torn, WHOLE);
    assertThat(store.get("o").revision()).isEqualTo(TORN);
  }

  @Test
  void upsertDoesNotWaitForAFileThatNpmMayNeverFinish() throws IOException {
    Files.createDirectory(directory.resolve("o"));
    Files.createFile(directory.resolve("o").resolve(TORN.toString()));

    Versioned<ObjectNode> written =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> store.upsert("o", json("{\"n\": 1}")));

    assertThat(written.revision().generation()).isEqualTo(TORN.generation() + 1);
    assertThat(store.get("o")).isEqualTo(written);
  }

  @Test
  void fileThatNpmNeverFinishedIsReportedAndOutranked() throws IOException {
    Versioned<ObjectNode> lower = store.create("o", json("{\"n\": 0}"));
    Path torn = directory.resolve("o").resolve(TORN.toString());
    Files.writeString(torn, WHOLE.substring(0, 20));
    age(torn);

    assertThat(store.get("o")).isEqualTo(lower);
    assertThat(store.get("o")).isEqualTo(lower);
    assertThat(damages).extracting(DamagedRevisionException::revision).containsExactly(TORN);

    Versioned<ObjectNode> edited = store.update(lower.withValue(json("{\"n\": 1}")));
    assertThat(edited.revision().generation()).isEqualTo(TORN.generation() + 1);
    assertThat(store.get("o")).isEqualTo(edited);
  }

  @Test
  void ourOwnFileIsDamagedAtOnceWhenOneByteIsChanged() throws IOException {
    Versioned<ObjectNode> first = store.create("o", json("{\"n\": 0}"));
    Versioned<ObjectNode> second = store.update(first.withValue(json("{\"n\": 1}")));
    Path file = directory.resolve("o").resolve(second.revision().toString());
    Files.writeString(file, Files.readString(file).replace("\"n\": 1", "\"n\": 2"));

    assertThat(store.get("o")).isEqualTo(first);
    assertThat(damages)
        .extracting(DamagedRevisionException::revision)
        .containsExactly(second.revision());
    assertThatExceptionOfType(DamagedRevisionException.class)
        .isThrownBy(() -> store.get("o", second.revision()));
  }

  private static void write(Path file, Vector vector) throws IOException {
    JsonNode odd = vector.json();
    if (!file.endsWith(Objects.requireNonNull(vector.foreign()))) {
      Files.writeString(file, WHOLE);
    } else if (odd.has("dir")) {
      Files.createDirectory(file);
    } else if (odd.has("symlink")) {
      Files.createSymbolicLink(file, Path.of(odd.get("symlink").stringValue()));
      return;
    } else if (odd.has("bytes")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      odd.get("bytes").forEach(value -> bytes.write(value.intValue()));
      Files.write(file, bytes.toByteArray());
    } else {
      Files.writeString(file, odd.path("content").asString(WHOLE));
    }
    age(file);
  }

  /** Old enough that no writer can be at work on it any more. */
  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text);
  }
}
