package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The application as the build processed it ahead of time, beside the application as it is. */
@Tag("full")
class AheadOfTimeTests {

  private static final Pattern METER = Pattern.compile("(?m)^# TYPE (multiprocess_store_\\S+) ");

  /** The configuration of the tests' logs wants warnings alone. */
  private static final String LOGGED = "-Dlogging.level.io.multiprocess.sample=info";

  @TempDir Path directory;

  @Test
  void processedApplicationAnswersAsTheOneBesideItDoes() throws Exception {
    try (ApplicationProcess plain = start("plain");
        ApplicationProcess processed = start("processed", "-Dspring.aot.enabled=true", LOGGED)) {
      List<ApplicationProcess> both = List.of(plain.awaitReady(), processed.awaitReady());
      assertThat(Files.readString(log("processed")))
          .contains("Starting AOT-processed SampleApplication");

      JsonNode anna =
          processed.create("{'name':'anna','fullName':'Anna','email':'anna@example.com'}");
      String edit = "{'revision':'" + anna.get("revision").asString() + "','fullName':'%s'}";
      plain.edit("anna", edit.formatted("Anna One"));
      processed.edit("anna", edit.formatted("Anna Two"));

      assertThat(processed.json("/api/users")).isEqualTo(plain.json("/api/users")).hasSize(1);
      assertThat(processed.body("/users/anna"))
          .contains("1 current conflict", "Anna One", "Anna Two");
      assertThat(meters(processed)).isEqualTo(meters(plain)).isNotEmpty();
      for (ApplicationProcess application : both) {
        await()
            .untilAsserted(
                () ->
                    assertThat(health(application).at("/details/conflicts/current").asInt())
                        .isEqualTo(1));
      }
    }
  }

  /** Both on one store. */
  private ApplicationProcess start(String name, String... options) throws Exception {
    return ApplicationProcess.start(
        List.of(options),
        directory.resolve("users"),
        log(name),
        "--multiprocess-store.refresh-interval=500ms");
  }

  private Path log(String name) {
    return directory.resolve(name + ".log");
  }

  private static JsonNode health(ApplicationProcess application) throws Exception {
    return application.json("/actuator/health/multiprocessStore/default");
  }

  private static Set<String> meters(ApplicationProcess application) throws Exception {
    Set<String> names = new TreeSet<>();
    METER
        .matcher(application.body("/actuator/prometheus"))
        .results()
        .forEach(meter -> names.add(meter.group(1)));
    return names;
  }
}
