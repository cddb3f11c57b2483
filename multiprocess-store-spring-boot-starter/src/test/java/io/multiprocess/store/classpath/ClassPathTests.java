package io.multiprocess.store.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.classpath.data.RepositoryApplication;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts applications in JVMs of their own, from whose class path jars are really missing. */
class ClassPathTests {

  private static final String ACTUATOR = "spring-boot-(starter-)?(actuator|health|micrometer).*";
  private static final String MICROMETER = "micrometer-.*|HdrHistogram-.*|LatencyUtils-.*";
  private static final String SPRING_DATA =
      "spring-data-.*|spring-boot-(data-commons|persistence)-.*";
  private static final String JSON_AND_WEB =
      "spring-boot-(starter-)?(jackson|web).*|spring-web.*|tomcat-.*";

  @TempDir Path directory;

  @Test
  void templatesNeedNeitherActuatorNorMicrometerNorSpringDataNorTheWeb() throws Exception {
    String output = run(TemplateApplication.class, ACTUATOR, MICROMETER, SPRING_DATA, JSON_AND_WEB);

    assertThat(output)
        .contains("Wrote and read Alice: true")
        .contains("Bean storeTemplate")
        .doesNotContain("Bean multiprocessStore");
  }

  @Test
  void repositoriesNeedNoActuator() throws Exception {
    assertThat(run(RepositoryApplication.class, ACTUATOR, MICROMETER, JSON_AND_WEB))
        .contains("Saved and found Pen: true");
  }

  @Test
  void healthAndMetricsNeedNoSpringData() throws Exception {
    assertThat(run(TemplateApplication.class, SPRING_DATA))
        .contains("Wrote and read Alice: true")
        .contains("Bean multiprocessStoreHealthContributor")
        .contains("Bean multiprocessStoreMetrics");
  }

  @Test
  void healthNeedsNoMetrics() throws Exception {
    assertThat(
            run(
                TemplateApplication.class,
                "spring-boot-.*micrometer.*",
                MICROMETER,
                ".*actuator.*"))
        .contains("Wrote and read Alice: true")
        .contains("Bean multiprocessStoreHealthContributor")
        .doesNotContain("Bean multiprocessStoreMetrics");
  }

  private String run(Class<?> application, String... missingJars)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPathWithout(missingJars),
                application.getName(),
                "--multiprocess-store.path=" + directory.resolve("store"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      String text = Files.readString(output, UTF_8);
      assertThat(ended).as("ended in time:%n%s", text).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String classPathWithout(String... missingJars) {
    String whole =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> entries = new ArrayList<>(List.of(whole.split(File.pathSeparator)));
    for (String jar : missingJars) {
      Predicate<String> named = Pattern.compile(jar).asMatchPredicate();
      boolean removed = entries.removeIf(entry -> named.test(new File(entry).getName()));
      assertThat(removed).as("whether there was something named '%s' to leave out", jar).isTrue();
    }
    return String.join(File.pathSeparator, entries);
  }
}
