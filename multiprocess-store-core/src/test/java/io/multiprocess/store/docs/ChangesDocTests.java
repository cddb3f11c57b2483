package io.multiprocess.store.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds that docs/changes.md tells what the code does; its part on Spring is held elsewhere. */
class ChangesDocTests {

  private static final Path DOCUMENT = Path.of("../docs/changes.md");
  private static final Path EXAMPLES =
      Path.of("src/test/java/io/multiprocess/store/docs/FollowingChanges.java");
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);

  @TempDir Path directory;

  @Test
  void javaInTheDocumentIsTheJavaOfTheExamples() throws IOException {
    String withoutSpring = Files.readString(DOCUMENT, UTF_8).split("## In Spring", 2)[0];

    assertThat(matches("(?s)```java\\n(.*?)```", withoutSpring))
        .hasSize(2)
        .containsExactlyElementsOf(
            matches(
                "(?s)\\n *// example: [a-z]+\\n(.*?)\\n *// end\\n",
                Files.readString(EXAMPLES, UTF_8)));
  }

  @Test
  void followerHasWhatTheStoreHas() {
    Map<String, ObjectNode> index = new TreeMap<>();
    String position;
    try (FileObjectStore store = FileObjectStore.open(directory, OPTIONS)) {
      store.create("alice", document(1));
      store.create("bob", document(1));
      position = FollowingChanges.follow(store, null, index);
      assertThat(index).containsOnlyKeys("alice", "bob");
    }
    try (FileObjectStore store = FileObjectStore.open(directory, OPTIONS)) {
      store.upsert("alice", document(2));
      store.delete("bob");
      store.create("carol", document(1));

      FollowingChanges.follow(store, position, index);

      assertThat(index)
          .containsOnly(Map.entry("alice", document(2)), Map.entry("carol", document(1)));
    }
  }

  @Test
  void watcherHearsWhatHappensAndMayGoOn() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try (FileObjectStore store = FileObjectStore.open(directory, OPTIONS)) {
      String start = store.changes().position();
      store.create("alice", document(1));

      String position =
          FollowingChanges.watch(
              store,
              start,
              () -> {
                store.create("bob", document(1));
                await().until(() -> lines(printed).size() == 2);
              });

      assertThat(lines(printed)).containsExactly("alice CREATED LOCAL", "bob CREATED LOCAL");
      assertThat(store.changes(position).changes())
          .as("the last one may be told again")
          .allSatisfy(change -> assertThat(change.id()).isEqualTo("bob"));
    } finally {
      System.setOut(out);
    }
  }

  private static List<String> lines(ByteArrayOutputStream printed) {
    return printed.toString(UTF_8).lines().toList();
  }

  private static List<String> matches(String regex, String text) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map(match -> match.group(1).stripTrailing().stripIndent().strip())
        .toList();
  }

  private static ObjectNode document(int number) {
    return JsonNodeFactory.instance.objectNode().put("n", number);
  }
}
