package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class DamageTests {

  @TempDir Path temp;

  private final List<DamagedRevisionException> told = new ArrayList<>();
  private final StoreOptions listening =
      StoreOptions.defaults()
          .withListener(
              new StoreListener() {
                @Override
                public void revisionDamaged(DamagedRevisionException damage) {
                  told.add(damage);
                }
              });

  @Test
  void damagedWinnerIsPassedOverAndToldOnce() throws IOException {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore writer = directory.open();
        FileObjectStore store = directory.open(listening)) {
      Versioned<ObjectNode> first = writer.create("bob", document("n", 1));
      Versioned<ObjectNode> second = writer.update(first.withValue(document("n", 2)));
      Path file = directory.file("bob", second.revision());
      Files.writeString(file, Files.readString(file).replace("2", "3"));

      assertThat(store.get("bob")).isEqualTo(first);
      assertThat(store.get("bob")).isEqualTo(first);
      assertThat(store.revisions("bob")).containsExactly(first);
      assertThat(store.all()).containsExactly(first);

      assertThat(told).hasSize(1);
      assertThat(told.get(0))
          .hasMessageStartingWith(
              "Revision %s of 'bob' is damaged: expected digest %s, found "
                  .formatted(second.revision(), second.revision().token()))
          .hasMessageEndingWith("(%s)".formatted(file));
    }
  }

  @Test
  void whatWasReadWholeIsServedOnAndScrubFindsTheDamage() throws IOException {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(listening)) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Versioned<ObjectNode> edited = store.update(bob.withValue(document("n", 2)));
      directory.write("bob/" + edited.revision(), "{}");

      assertThat(store.get("bob")).isEqualTo(edited);
      assertThat(store.scrub().isClean()).isFalse();
    }
    try (FileObjectStore uncached = directory.open(listening.withCacheBytes(0))) {
      assertThat(uncached.get("bob").value()).isEqualTo(document("n", 1));
    }
  }

  @Test
  void anyFlippedByteOfAnyRevisionIsFound() throws IOException {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(listening)) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Path file = directory.file("bob", bob.revision());
      byte[] content = Files.readAllBytes(file);
      Random random = new Random(7);
      for (int i = 0; i < content.length; i++) {
        byte[] damaged = content.clone();
        damaged[i] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        assertThatThrownBy(() -> store.get("bob")).isInstanceOf(DamagedRevisionException.class);
      }
      Files.write(file, content);
      assertThat(store.get("bob")).isEqualTo(bob);
    }
  }

  @Test
  void objectWithoutAReadableRevisionIsReportedAsDamagedNotAsAbsent() throws IOException {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(listening)) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      store.create("carol", document("n", 1));
      Files.write(directory.file("bob", bob.revision()), new byte[0]);

      assertThatThrownBy(() -> store.find("bob")).isInstanceOf(DamagedRevisionException.class);
      assertThatThrownBy(() -> store.get("bob", bob.revision()))
          .isInstanceOf(DamagedRevisionException.class);
      assertThat(store.all()).extracting(Versioned::id).containsExactly("carol");
      assertThat(store.exists("bob")).isTrue();
    }
  }

  @Test
  void updateStandsAboveADamagedWinner() throws IOException {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(listening)) {
      Versioned<ObjectNode> first = store.create("bob", document("n", 1));
      directory.write("bob/7-" + NPM_TOKEN, "");
      setAge(temp.resolve("bob/7-" + NPM_TOKEN), Duration.ofHours(1));

      Versioned<ObjectNode> next = store.update(store.get("bob").withValue(document("n", 2)));

      assertThat(first.revision().generation()).isZero();
      assertThat(next.revision().generation()).isEqualTo(8);
    }
  }

  @Test
  void halfWrittenFileOfNpmIsWaitedForWhenItIsYoung() {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(listening)) {
      Path file = directory.write("bob/0-" + NPM_TOKEN, "{\"n\":");
      CompletableFuture<Void> npm =
          CompletableFuture.runAsync(
              () -> directory.write("bob/0-" + NPM_TOKEN, "{\"n\":1}"),
              CompletableFuture.delayedExecutor(40, TimeUnit.MILLISECONDS));

      assertThat(store.get("bob").value()).isEqualTo(document("n", 1));
      assertThat(npm).succeedsWithin(Duration.ofSeconds(5));
      assertThat(file).exists();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void halfWrittenFileOfNpmIsPassedOverUnreportedUntilItsWriterMustBeDead() throws IOException {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(listening)) {
      Versioned<ObjectNode> first = store.create("bob", document("n", 1));
      Path torn = directory.write("bob/1-" + NPM_TOKEN, "{\"n\":");
      directory.write("carol/0-" + NPM_TOKEN, "");

      assertThat(store.get("bob")).isEqualTo(first);
      assertThat(store.find("carol")).isEmpty();
      assertThat(told).isEmpty();

      setAge(torn, Duration.ofMinutes(2));
      assertThat(store.get("bob")).isEqualTo(first);
      assertThat(told).extracting(damage -> damage.revision().generation()).containsExactly(1L);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".DS_Store",
        "foo",
        "-",
        "3",
        "003-" + NPM_TOKEN,
        "NaN-" + NPM_TOKEN,
        "1e+21-" + NPM_TOKEN,
        "9-833F0FBE0C424FD390E7A5B55C35AEE3",
        "9-833f0fbe0c424fd390e7a5b55c35aee",
        "9007199254740991-" + NPM_TOKEN,
        "9-" + NPM_TOKEN + ".sync-conflict-20261122-000000-ABCDEFG",
        "9-" + NPM_TOKEN + " (1)",
        ".syncthing.9-" + NPM_TOKEN + ".tmp",
        ".9-" + NPM_TOKEN + ".Ab12Cd",
        "9-" + NPM_TOKEN + "~"
      })
  void foreignNamesAreNeverTakenForRevisions(String name) {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(listening)) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      directory.write("bob/" + name, "{\"n\":666}");

      assertThat(store.get("bob")).isEqualTo(bob);
      assertThat(store.revisions("bob")).containsExactly(bob);
      assertThat(store.conflicts("bob")).isEmpty();
      assertThat(store.update(bob).revision().generation()).isEqualTo(1);
      assertThat(temp.resolve("bob").resolve(name)).exists();
    }
  }

  @Test
  void linksDirectoriesAndOversizedFilesAreNotFollowedNorRead() throws IOException {
    StoreDirectory directory = new StoreDirectory(temp.resolve("store"));
    Path secret = Files.writeString(temp.resolve("secret"), "{\"secret\":1}", UTF_8);
    try (FileObjectStore store = directory.open(listening.withMaxDocumentBytes(1000))) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Path object = directory.root().resolve("bob");
      Files.createSymbolicLink(object.resolve("1-" + NPM_TOKEN), secret);
      Files.createDirectory(object.resolve("2-" + NPM_TOKEN));
      directory.write("bob/3-" + NPM_TOKEN, "{\"n\":\"" + "x".repeat(1000) + "\"}");
      Files.createSymbolicLink(directory.root().resolve("linked"), object);

      assertThat(store.get("bob")).isEqualTo(bob);
      assertThat(store.find("linked")).isEmpty();
      assertThat(store.ids()).containsExactly("bob");
      assertThat(told).hasSize(3);
      assertThat(told.get(0)).hasMessageContaining("file has 1008 bytes; expected at most 1000");
      assertThat(told.get(1)).hasMessageContaining("not a regular file");
    }
  }

  @Test
  void revisionOfANameWithProofMustVerifyEvenWhenItParses() {
    StoreDirectory directory = new StoreDirectory(temp);
    try (FileObjectStore store = directory.open(listening)) {
      directory.write("bob/0-833f0fbe0c428fd390e7a5b55c35aee3", "{\"n\":1}");

      assertThatThrownBy(() -> store.get("bob"))
          .isInstanceOf(DamagedRevisionException.class)
          .extracting(e -> ((DamagedRevisionException) e).revision())
          .isEqualTo(Revision.parse("0-833f0fbe0c428fd390e7a5b55c35aee3"));
    }
  }

  private static void setAge(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }
}
