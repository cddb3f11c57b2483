package io.multiprocess.store.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.processes.StoreFiles;
import io.multiprocess.store.processes.StorePeer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One directory, two languages: what one writes, the other reads, edits and deletes. */
@Tag("full")
class NpmInteropTests {

  private static final JsonMapper JSON = StoreMapper.builder().build();

  private static final String DOCUMENT =
      """
      {
        'text': 'ä 日本語 \\ud83d\\ude00 \\u0000 \\u2028 \\\\ \\"', 'lone': 'x\\ud800y', '': 'no name',
        '日本語': '鍵', '\\udc00': 'lone name', 'constructor': {'prototype': 1},
        'integer': 42, 'negative': -7, 'fraction': 0.1, 'tiny': 1e-7, 'huge': 1.5e+300,
        'exact': 9007199254740991, 'yes': true, 'no': false, 'nothing': null,
        'nested': {'deep': {'deeper': [1, [2, [3, {'x': []}]]]}}, 'object': {}, 'list': []
      }
      """;

  @TempDir Path directory;

  private StorePeer npm;
  private ObjectStore store;

  @BeforeEach
  void openBoth() {
    npm = NpmPeer.start("npm", directory).awaitReady();
    store = FileObjectStore.open(directory);
  }

  @AfterEach
  void closeBoth() {
    npm.close();
    store.close();
  }

  @Test
  void storeMadeByNpmIsReadEditedAndReadBack() {
    for (String user : List.of("alice", "bob", "carol")) {
      assertThat(npm.create(user, json("{'password': 'secret-of-" + user + "'}"))).isTrue();
    }
    for (String password : List.of("one", "two", "three")) {
      npm.update(npm.get("alice").withValue(json("{'password': '" + password + "'}")));
    }
    Versioned<ObjectNode> base = npm.get("alice");
    npm.update(base.withValue(json("{'password': 'mine'}")));
    npm.update(base.withValue(json("{'password': 'theirs'}")));

    assertBothSeeTheSame("alice", "bob", "carol");
    assertThat(store.conflicts("alice"))
        .extracting(Conflict::generation, Conflict::current)
        .containsExactly(tuple(4L, true));
    assertThat(store.revisions("alice")).hasSize(6);

    Versioned<ObjectNode> edited =
        store.update(store.get("alice").withValue(json("{'password': 'ours'}")));
    store.update(edited.withValue(json("{'password': 'ours 1'}")));
    store.update(edited.withValue(json("{'password': 'ours 2'}")));
    store.upsert("bob", json("{'email': 'bob@example.com'}"));
    assertThat(store.delete("carol")).isTrue();

    assertBothSeeTheSame("alice", "bob");
    assertThat(npm.get("bob").value())
        .isEqualTo(json("{'password': 'secret-of-bob', 'email': 'bob@example.com'}"));
    assertThat(npm.conflicts("alice")).hasSize(2);
    assertThat(StoreFiles.foreign(directory)).isEmpty();
  }

  @Test
  void storeMadeHereIsReadEditedAndReadBack() {
    for (String user : List.of("alice", "bob", "carol")) {
      store.create(user, json("{'password': 'secret-of-" + user + "'}"));
    }
    Versioned<ObjectNode> base = store.update(store.get("alice").withValue(json("{'n': 1}")));
    store.update(base.withValue(json("{'n': 2}")));
    store.update(base.withValue(json("{'n': 3}")));

    assertBothSeeTheSame("alice", "bob", "carol");

    Revision updated = npm.update(npm.get("alice").withValue(json("{'n': 4}")));
    npm.upsert("bob", json("{'email': 'bob@example.com'}"));
    npm.delete("carol");

    assertBothSeeTheSame("alice", "bob");
    assertThat(store.get("alice")).isEqualTo(new Versioned<>("alice", updated, json("{'n': 4}")));
    assertThat(store.get("bob").value())
        .isEqualTo(json("{'password': 'secret-of-bob', 'email': 'bob@example.com'}"));
    assertThat(store.exists("carol")).isFalse();
    assertThat(StoreFiles.foreign(directory)).isEmpty();
  }

  @Test
  void editsOfOneBaseFromBothSidesAreOneConflict() {
    npm.create("alice", json("{'n': 0}"));
    Versioned<ObjectNode> base = store.get("alice");
    Revision ours = store.update(base.withValue(json("{'n': 1}"))).revision();
    Revision theirs = npm.update(base.withValue(json("{'n': 2}")));

    assertThat(store.conflicts("alice"))
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.rivals()).containsExactlyInAnyOrder(ours, theirs);
              assertThat(conflict.current()).isTrue();
            });
    assertBothSeeTheSame("alice");
  }

  @Test
  void baseOfOurEditsIsNotSeenByNpmAndNotBelievedFromIt() {
    Versioned<ObjectNode> created = store.create("alice", json("{'n': 0}"));
    Versioned<ObjectNode> edited = store.update(created.withValue(json("{'n': 1}")));

    assertThat(npm.get("alice")).isEqualTo(edited);
    npm.update(npm.get("alice").withValue(json("{'n': 2}")));
    npm.update(created.withValue(json("{'n': 3}")));

    assertThat(store.revisions("alice"))
        .extracting(found -> found.value().get("n").intValue())
        .containsExactlyInAnyOrder(0, 1, 2, 3);
    assertBothSeeTheSame("alice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice@example.com",
        "urn:isbn:1",
        "日本語",
        "100%",
        "a%2Fb",
        "with space",
        "UPPER and lower",
        "ünïcödé",
        "dots.in.the.middle",
        "trailing.",
        "-1",
        "0",
        "a~b!c$d&e'f(g)h*i+j,k;l=m",
        "[glob]*?",
        "back\\slash",
        "quote\"quote",
        "constructor",
        "con",
        "👍",
      })
  void idsAreTheSameOnBothSides(String id) {
    npm.create(id, json("{'n': 0}"));
    Versioned<ObjectNode> ours = store.update(store.get(id).withValue(json("{'n': 1}")));
    assertThat(npm.get(id)).isEqualTo(ours);
    assertBothSeeTheSame(id);

    assertThat(store.delete(id)).isTrue();
    assertThat(npm.all()).isEmpty();

    Versioned<ObjectNode> again = store.create(id, json("{'n': 2}"));
    assertThat(npm.get(id)).isEqualTo(again);
    assertBothSeeTheSame(id);

    npm.delete(id);
    assertThat(store.find(id)).isEmpty();
    assertThat(store.ids()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "../escape", ".hidden", "A-Za-z0-9", "line\nbreak", "%_x"})
  void idsThatNpmWouldTakeForPathsStayInsideTheStore(String id) {
    Versioned<ObjectNode> created = store.create(id, json("{'n': 0}"));

    assertThat(store.get(id)).isEqualTo(created);
    assertThat(store.ids()).containsExactly(id);
    assertThat(npm.all())
        .hasSize(1)
        .allSatisfy(
            (rawName, seen) -> {
              assertThat(rawName).startsWith("%_").matches("[!-~&&[^/]]+");
              assertThat(seen.revision()).isEqualTo(created.revision());
              assertThat(npm.get(rawName).value()).isEqualTo(created.value());
            });
  }

  @Test
  void npmNamesThatLookEncodedAreTheirOwnIds() {
    npm.create("%_not encoded", json("{'n': 0}"));

    store.update(store.get("%_not encoded").withValue(json("{'n': 1}")));

    assertBothSeeTheSame("%_not encoded");
  }

  @Test
  void longestIdsAreTheSameOnBothSides() {
    for (String id : List.of("x".repeat(255), "日".repeat(85))) {
      npm.create(id, json("{'n': 0}"));
      store.update(store.get(id).withValue(json("{'n': 1}")));
      assertBothSeeTheSame(id);
      store.delete(id);
    }
  }

  @Test
  void documentsOfAllJsonTypesPassBothWays() {
    npm.create("theirs", json(DOCUMENT));
    store.create("ours", json(DOCUMENT));

    assertThat(store.get("theirs").value()).isEqualTo(json(DOCUMENT));
    assertThat(npm.get("ours").value()).isEqualTo(json(DOCUMENT));

    Revision ours = store.update(store.get("theirs")).revision();
    Revision theirs = npm.update(npm.get("ours"));

    assertThat(npm.get("theirs")).isEqualTo(new Versioned<>("theirs", ours, json(DOCUMENT)));
    assertThat(store.get("ours")).isEqualTo(new Versioned<>("ours", theirs, json(DOCUMENT)));
    assertBothSeeTheSame("ours", "theirs");
  }

  @Test
  void fieldsStayInTheirOrder() {
    store.create("ours", json("{'z': 1, 'a': 2, 'm': {'y': 1, 'b': 2}}"));
    npm.update(npm.get("ours"));

    assertThat(store.get("ours").value()).hasToString("{\"z\":1,\"a\":2,\"m\":{\"y\":1,\"b\":2}}");
  }

  @Test
  void objectsDeletedOnOneSideAreCreatedAnewOnEither() {
    store.create("phoenix", json("{'life': 0}"));
    for (int life = 1; life <= 12; life++) {
      boolean weDelete = life % 2 == 0;
      boolean weCreate = life % 4 < 2;
      if (weDelete) {
        assertThat(store.delete("phoenix")).isTrue();
      } else {
        npm.delete("phoenix");
      }
      assertThat(store.exists("phoenix")).isFalse();
      assertThat(store.find("phoenix")).isEmpty();
      assertThat(npm.all()).isEmpty();

      ObjectNode value = json("{'life': " + life + "}");
      if (weCreate) {
        store.create("phoenix", value);
      } else {
        assertThat(npm.create("phoenix", value)).isTrue();
      }
      assertThat(store.get("phoenix").value()).isEqualTo(value);
      assertBothSeeTheSame("phoenix");
    }
    assertThat(StoreFiles.foreign(directory)).isEmpty();
  }

  @Test
  void existingObjectIsRefusedOnBothSides() {
    store.create("ours", json("{}"));
    npm.create("theirs", json("{}"));

    assertThat(npm.create("ours", json("{}"))).isFalse();
    assertThatExceptionOfType(ObjectExistsException.class)
        .isThrownBy(() -> store.create("theirs", json("{}")));
  }

  private void assertBothSeeTheSame(String... ids) {
    Map<String, Versioned<ObjectNode>> ours;
    try (Stream<Versioned<ObjectNode>> all = store.all()) {
      ours = all.collect(Collectors.toMap(Versioned::id, winner -> winner));
    }
    assertThat(ours).containsOnlyKeys(ids).isEqualTo(npm.all());
    for (String id : ids) {
      assertThat(store.get(id)).isEqualTo(npm.get(id));
      assertThat(names(store.conflicts(id))).isEqualTo(npm.conflicts(id));
    }
  }

  private static List<List<String>> names(List<Conflict> conflicts) {
    return conflicts.stream()
        .map(conflict -> conflict.rivals().stream().map(Revision::toString).toList())
        .toList();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }
}
