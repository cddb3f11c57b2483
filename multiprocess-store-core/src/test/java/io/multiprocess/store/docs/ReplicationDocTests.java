package io.multiprocess.store.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds that docs/replication.md tells what the code does; its part on Spring is held elsewhere.
 */
class ReplicationDocTests {

  private static final Path DOCUMENT = Path.of("../docs/replication.md");
  private static final Path EXAMPLES =
      Path.of("src/test/java/io/multiprocess/store/docs/CopyingStores.java");
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);

  @TempDir Path temp;

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
  void stickHasWhatTheStoreHasAndTheStoreWhatTheStickHad() {
    Path here = temp.resolve("here");
    Path stick = temp.resolve("stick");
    try (FileObjectStore store = FileObjectStore.open(here, OPTIONS);
        FileObjectStore other = FileObjectStore.open(stick, OPTIONS)) {
      store.create("alice", document(1));
      other.create("bob", document(2));

      String printed = printedBy(() -> CopyingStores.stick(here, stick));

      assertThat(printed).startsWith("2 objects compared, 2 revisions and 0 tombstones copied");
      assertThat(store.get("bob")).isEqualTo(other.get("bob"));
      assertThat(other.get("alice")).isEqualTo(store.get("alice"));
    }
  }

  @Test
  void someObjectsAreCopiedAndTold() {
    try (FileObjectStore source = FileObjectStore.open(temp.resolve("source"), OPTIONS);
        FileObjectStore target = FileObjectStore.open(temp.resolve("target"), OPTIONS)) {
      source.create("eu-1", document(1));
      source.create("us-1", document(1));

      String printed =
          printedBy(() -> assertThat(CopyingStores.some(source, target).revisions()).isOne());

      assertThat(printed).isEqualTo("1/1\n");
      assertThat(target.exists("eu-1")).isTrue();
      assertThat(target.exists("us-1")).isFalse();
    }
  }

  private static String printedBy(Runnable work) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
    return printed.toString(UTF_8);
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1).stripTrailing().stripIndent().strip())
        .toList();
  }

  private static ObjectNode document(int value) {
    return JsonNodeFactory.instance.objectNode().put("n", value);
  }
}
