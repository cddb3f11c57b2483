package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Files that nobody should have written harm no other object, and are told plainly. */
class StrangeFileTests {

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "not JSON",
        "{\"kind\":\"delete\",\"revisions\":[]}",
        "{\"kind\":1,\"revisions\":{\"0-833f0fbe0c424fd390e7a5b55c35aee3\":null}}",
        "{\"kind\":\"delete\",\"revisions\":{\"0-833f0fbe0c424fd390e7a5b55c35aee3\":\"0\"}}",
        "{\"kind\":\"delete\",\"revisions\":{\"0-833f0fbe0c424fd390e7a5b55c35aee3\":{}}}",
        "{\"kind\":\"delete\",\"revisions\":{\"0-833f0fbe0c424fd390e7a5b55c35aee3\":[[]]}}",
        "{\"kind\":\"delete\",\"revisions\":{\"0-833f0fbe0c424fd390e7a5b55c35aee3\":null,\"x\":[]}}"
      })
  void tombstoneThatVerifiesButNamesNothingBuriesNothing(String content) {
    StoreDirectory directory = new StoreDirectory(temp);
    directory.write("bob/0-" + NPM_TOKEN, "{\"n\":1}");
    directory.write("carol/0-" + NPM_TOKEN, "{\"n\":1}");
    Revision name = ContentHash.TOMBSTONE.name(1, content.getBytes(UTF_8));
    directory.write(".tombstones/bob/" + name, content);
    try (FileObjectStore store = directory.open()) {
      assertThat(store.get("bob").value()).isEqualTo(document("n", 1));
      assertThat(store.ids()).containsExactlyInAnyOrder("bob", "carol");
      assertThat(store.delete("bob")).isTrue();
      assertThat(store.find("bob")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob",
        "bob/1-833f0fbe0c428fd390e7a5b55c35aee3",
        ".tombstones/bob",
        ".tombstones/bob/1-833f0fbe0c428fd390e7a5b55c35aee3",
        ".local/tmp/reserve-0",
        ".local/archive/carol"
      })
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pipeKeepsNobodyWaiting(String place) throws IOException {
    StoreDirectory directory = new StoreDirectory(temp);
    directory.write("carol/0-" + NPM_TOKEN, "{\"n\":1}");
    Path pipe = temp.resolve(place);
    Files.createDirectories(pipe.getParent());
    Path tool = RequiredTool.require("mkfifo", "apt-get install coreutils");
    try (ChildProcess process = ChildProcess.start(List.of(tool.toString(), pipe.toString()))) {
      assertThat(process.awaitExit()).isZero();
    }
    try (FileObjectStore store = directory.open()) {
      assertThat(store.ids()).contains("carol");
      assertThat(store.counts().objects()).isPositive();
      assertThat(store.conflicts("bob")).isEmpty();
      assertThat(store.revisions("bob")).isEmpty();
      assertThat(store.update(store.get("carol")).revision().generation()).isEqualTo(1);
      try {
        store.upsert("bob", document("n", 1));
        store.delete("bob");
        store.delete("carol");
      } catch (StoreException refused) {
        assertThat(refused).hasMessageContaining(temp.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "[1]", "{\"format\":1}"})
  void markerOfAnotherShapeIsToldAsSuch(String format) {
    StoreDirectory directory = new StoreDirectory(temp);
    Path marker =
        directory.write(
            ".store.json",
            "{\"format\":%s,\"election\":\"npm\",\"ids\":\"npm\"}".formatted(format));

    assertThatThrownBy(directory::open)
        .isInstanceOf(StoreFormatException.class)
        .hasMessageStartingWith(
            "Store format of %s is not supported: format is '".formatted(marker))
        .hasMessageEndingWith("'; expected 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "[", "\"", " ", "{\"a\":", "t", "-", "9e"})
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void scrubOfALongMonotonyEnds(String piece) {
    StoreDirectory directory = new StoreDirectory(temp);
    String name = "0-833f0fbe0c428fd390e7a5b55c35aee3";
    directory.write("bob/" + name, "{\"n\":" + piece.repeat(1_000_000));
    try (FileObjectStore store = directory.open()) {
      assertThat(store.scrub().findings()).hasSize(1);
    }
  }

  @Test
  void limitsOfDocumentsDoNotConcernTheStoresOwnFiles() {
    StoreDirectory directory = new StoreDirectory(temp);
    StoreOptions small = StoreOptions.defaults().withMaxDepth(1).withMaxDocumentBytes(60);
    try (FileObjectStore store = directory.open(small)) {
      store.create("bob", document("n", 1));
      assertThat(store.delete("bob")).isTrue();
      assertThat(store.create("bob", document("n", 1)).revision().generation()).isEqualTo(2);
    }
    try (FileObjectStore store = directory.open(small)) {
      assertThat(store.ids()).containsExactly("bob");
    }
  }

  @Test
  void nameThatIsNotTextIsNoObject() {
    StoreDirectory directory = new StoreDirectory(temp);
    directory.write("a\uFFFD/0-" + NPM_TOKEN, "{\"n\":1}");
    Path shell = RequiredTool.require("sh", "apt-get install dash");
    try (ChildProcess process =
        ChildProcess.start(
            List.of(
                shell.toString(),
                "-c",
                "cd \"$0\" && cp -r a?* \"$(printf 'a\\377')\" && ls | wc -l",
                temp.toString()))) {
      assertThat(process.nextLine().strip()).isEqualTo("2");
    }
    try (FileObjectStore store = directory.open()) {
      assertThat(store.ids()).containsExactly("a\uFFFD");
      assertThat(store.counts().objects()).isEqualTo(1);
    }
  }

  @Test
  void objectOfNpmWhoseIdWouldBeTooLongToEncodeIsFoundUnderItsOwnName() {
    StoreDirectory directory = new StoreDirectory(temp);
    String id = "\n".repeat(200);
    directory.write(id + "/0-" + NPM_TOKEN, "{\"n\":1}");
    try (FileObjectStore store = directory.open()) {
      assertThat(store.ids()).containsExactly(id);
      Versioned<ObjectNode> found = store.get(id);
      assertThat(store.update(found).revision().generation()).isEqualTo(1);
      assertThat(store.delete(id)).isTrue();
      assertThatThrownBy(() -> store.create(id, document("n", 1)))
          .isInstanceOf(InvalidIdException.class);
      assertThatThrownBy(() -> store.find("x".repeat(1_000_000)))
          .isInstanceOf(InvalidIdException.class)
          .hasMessageEndingWith(
              "has 1000000 characters; expected a directory name of at most 255 bytes");
    }
  }
}
