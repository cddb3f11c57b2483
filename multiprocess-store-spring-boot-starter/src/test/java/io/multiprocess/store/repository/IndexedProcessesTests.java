package io.multiprocess.store.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

/** Queries by an index of what another process writes. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IndexedProcessesTests {

  /** What is seen was announced, not found by looking. */
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults()
          .withDurability(Durability.NONE)
          .withForeignDelay(Duration.ofDays(1))
          .withChangesInterval(Duration.ofDays(1));

  @TempDir Path directory;

  private final StoreIndexes indexes = new StoreIndexes();
  private StoreTemplate template;
  private Guests guests;
  private Guests plain;
  private Process writer;
  private PrintWriter requests;
  private BufferedReader answers;

  @BeforeEach
  void open() throws IOException {
    template = new StoreTemplateFactory(List.of()).open("guests", directory, OPTIONS);
    guests = new StoreRepositoryFactory(template, indexes).getRepository(Guests.class);
    plain = new StoreRepositoryFactory(template).getRepository(Guests.class);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                GuestWriterMain.class.getName(),
                directory.toString(),
                "7")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    requests = new PrintWriter(writer.outputWriter(UTF_8), true);
    answers = writer.inputReader(UTF_8);
    indexes.start();
    await().until(() -> indexes.indexes("guests").get(0).ready());
  }

  @AfterEach
  void close() throws Exception {
    requests.close();
    writer.waitFor();
    indexes.stop();
    template.close();
  }

  private void request(int writes) {
    requests.println(writes);
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith("wrote ")) {
      line = answers.readLine();
    }
    return String.valueOf(line).substring("wrote ".length());
  }

  @Test
  void whatWasAcknowledgedElsewhereIsFound() throws IOException {
    for (int i = 0; i < 60; i++) {
      request(1);
      String written = answer();
      String id = written.substring(0, written.indexOf(' '));
      int age = Integer.parseInt(written.substring(written.indexOf(' ') + 1));
      for (int other = 0; other < 10; other++) {
        List<String> found = guests.findByAge(other).stream().map(Guest::id).toList();
        if (other == age) {
          assertThat(found).contains(id);
        } else {
          assertThat(found).doesNotContain(id);
        }
      }
    }
  }

  @Test
  void answersAmidWritesHoldAndAgreeWithTheStoreAfterwards() throws Exception {
    Random random = new Random(3);
    for (int round = 0; round < 4; round++) {
      request(100);
      while (!answers.ready()) {
        int age = random.nextInt(10);
        assertThat(guests.findByAge(age)).allMatch(guest -> guest.age() == age);
        assertThat(guests.findByAddressCity("Bonn"))
            .allMatch(guest -> guest.address() != null && "Bonn".equals(guest.address().city()));
        assertThat(guests.findAll(PageRequest.of(0, 5, Sort.by("age"))).getContent())
            .isSortedAccordingTo(Comparator.comparingInt(Guest::age).thenComparing(Guest::id));
      }
      answer();
      for (int age = 0; age < 10; age++) {
        assertThat(guests.findByAge(age)).isEqualTo(plain.findByAge(age));
      }
      assertThat(guests.findByTagsContaining("vip")).isEqualTo(plain.findByTagsContaining("vip"));
      assertThat(guests.findByAddressCity("Bonn")).isEqualTo(plain.findByAddressCity("Bonn"));
      PageRequest page = PageRequest.of(1, 4, Sort.by("age").descending());
      assertThat(guests.findAll(page)).isEqualTo(plain.findAll(page));
    }
  }
}
