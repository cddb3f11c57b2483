package io.multiprocess.store.docs.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that the examples of docs/testing.md are those that are compiled and run here. */
class TestingDocTests {

  private static final Path DOCUMENT = Path.of("../docs/testing.md");
  private static final Path EXAMPLES = Path.of("src/test/java/io/multiprocess/store/docs/testing");
  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

  @Test
  void javaInTheDocumentIsTheJavaOfTheseExamples() throws IOException {
    List<String> blocks =
        JAVA.matcher(Files.readString(DOCUMENT, UTF_8))
            .results()
            .map(block -> block.group(1))
            .toList();
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.toList()) {
        examples.add(Files.readString(file, UTF_8));
      }
    }

    assertThat(blocks).hasSize(6);
    assertThat(blocks)
        .allSatisfy(block -> assertThat(examples).anyMatch(example -> example.endsWith(block)));
  }
}
