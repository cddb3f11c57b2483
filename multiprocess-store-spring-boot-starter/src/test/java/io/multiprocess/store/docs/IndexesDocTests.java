package io.multiprocess.store.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties;
import io.multiprocess.store.docs.DocumentedMembers.Address;
import io.multiprocess.store.docs.DocumentedMembers.Member;
import io.multiprocess.store.docs.DocumentedMembers.Members;
import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.repository.StoreRepositoryFactory;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that docs/indexes.md tells what the code does. */
class IndexesDocTests {

  private static final Path DOCUMENT = Path.of("../docs/indexes.md");
  private static final Path EXAMPLES =
      Path.of("src/test/java/io/multiprocess/store/docs/DocumentedMembers.java");

  @TempDir Path directory;

  @Test
  void javaInTheDocumentIsTheJavaOfTheExamples() throws IOException {
    String examples = flattened(Files.readString(EXAMPLES, UTF_8));
    assertThat(blocks("java"))
        .hasSize(2)
        .allSatisfy(block -> assertThat(examples).contains(flattened(block)));
  }

  @Test
  void yamlInTheDocumentIsUnderstoodWhole() throws IOException {
    List<String> blocks = blocks("yaml");
    assertThat(blocks).hasSize(1);
    MultiprocessStoreProperties bound = DocumentedYaml.bind(blocks.get(0));

    assertThat(bound.stores())
        .hasEntrySatisfying(
            "members",
            members -> assertThat(members.indexes()).containsOnlyKeys("email", "address.city"));
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
        .matcher(Files.readString(DOCUMENT, UTF_8))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static String flattened(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  void examplesDoWhatTheySay() {
    StoreIndexes indexes = new StoreIndexes();
    try (StoreTemplate template = new StoreTemplateFactory(List.of()).open("members", directory)) {
      Members members = new StoreRepositoryFactory(template, indexes).getRepository(Members.class);
      indexes.start();
      await().until(() -> indexes.indexes("members").get(0).ready());
      members.save(member("alice", "a@b.c", 30, "Bonn"));
      members.save(member("bob", "b@b.c", 40, "Ulm"));

      assertThat(members.findByEmail("a@b.c")).map(Member::id).contains("alice");
      assertThat(members.findByAgeBetweenAndTagsContaining(35, 40, "new"))
          .extracting(Member::id)
          .containsExactly("bob");
      assertThat(members.findByAddressCity("Ulm")).extracting(Member::id).containsExactly("bob");
      members.save(member("eve", "a@b.c", 30, "Bonn"));
      await()
          .untilAsserted(
              () ->
                  assertThat(DocumentedMembers.duplicates(indexes))
                      .containsExactly("email of [alice, eve]"));
    } finally {
      indexes.stop();
    }
  }

  private static Member member(String id, String email, int age, String city) {
    return new Member(id, email, age, List.of("new"), new Address(city), null);
  }
}
