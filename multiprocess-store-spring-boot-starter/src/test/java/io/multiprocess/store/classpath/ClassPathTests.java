package io.multiprocess.store.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.classpath.data.RepositoryApplication;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts applications in JVMs of their own, from whose class path jars are really missing. */
class ClassPathTests {

  private static final String ACTUATOR = "spring-boot-(starter-)?(actuator|health|micrometer).*";
  private static final String MICROMETER = "micrometer-.*|HdrHistogram-.*|LatencyUtils-.*";
  private static final String SPRING_DATA =
      "spring-data-.*|spring-boot-(data-commons|persistence)-.*";
  private static final String JSON = "spring-boot-(starter-)?jackson.*";

  private static final String TESTS = "spring-(boot-)?test-.*|junit-(jupiter|platform)-.*";

  @TempDir Path directory;

  @Test
  void templatesNeedNeitherActuatorNorMicrometerNorSpringDataNorTheWeb() throws Exception {
    String output = run(TemplateApplication.class, ACTUATOR, MICROMETER, SPRING_DATA, JSON, TESTS);

    assertThat(output)
        .contains("Wrote and read Alice: true")
        .contains("Bean storeTemplate")
        .doesNotContain("Bean multiprocessStore");
  }

  @Test
  void repositoriesNeedNoActuator() throws Exception {
    assertThat(run(RepositoryApplication.class, ACTUATOR, MICROMETER, JSON))
        .contains("Saved and found Pen: true");
  }

  @Test
  void healthAndMetricsNeedNoSpringData() throws Exception {
    assertThat(run(TemplateApplication.class, SPRING_DATA))
        .contains("Wrote and read Alice: true")
        .contains("Bean multiprocessStoreHealthContributor")
        .contains("Bean multiprocessStoreMetrics")
        .contains("Bean multiprocessStoreObserver")
        .contains("Bean multiprocessStoreInfoContributor");
  }

  @Test
  void observationsNeedNoActuator() throws Exception {
    assertThat(
            run(
                TemplateApplication.class,
                "spring-boot-(starter-)?(actuator|health|micrometer-metrics).*",
                "micrometer-(core|jakarta).*"))
        .contains("Wrote and read Alice: true")
        .contains("Bean multiprocessStoreObserver")
        .doesNotContain("Bean multiprocessStoreMetrics");
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

  @Test
  void consoleNeedsThymeleafAndSaysSo() throws Exception {
    String output =
        JavaRun.run(
            JavaRun.webClassPathWithout("thymeleaf.*", ".*security.*"),
            List.of(
                TemplateApplication.class.getName(),
                "--server.port=0",
                "--multiprocess-store.console.enabled=true",
                "--multiprocess-store.path=" + directory),
            1);

    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("Thymeleaf, which makes its pages, is not on the class path")
        .contains("Add the dependency org.thymeleaf:thymeleaf-spring6");
  }

  @Test
  void consoleNeedsNeitherSpringMvcNorHtmxNorActuatorNorSpringData() throws Exception {
    String output =
        JavaRun.run(
            JavaRun.webClassPathWithout(
                ".*(webmvc|webflux).*",
                "htmx.*",
                ".*security.*",
                ACTUATOR,
                MICROMETER,
                SPRING_DATA),
            List.of(
                TemplateApplication.class.getName(),
                "--server.port=0",
                "--multiprocess-store.console.enabled=true",
                "--multiprocess-store.path=" + directory));

    assertThat(output).contains("Bean storeConsole").contains("Store console at /store-console");
  }

  private String run(Class<?> application, String... missingJars) throws Exception {
    return JavaRun.run(
        JavaRun.classPathWithout(missingJars),
        List.of(application.getName(), "--multiprocess-store.path=" + directory));
  }
}
