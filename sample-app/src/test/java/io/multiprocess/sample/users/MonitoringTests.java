package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alert rules, against a real server that scrapes the application. */
class MonitoringTests {

  private static final Path MONITORING = Path.of("../docs/monitoring");
  private static final Path RULES = MONITORING.resolve("alerts.yml");
  private static final Pattern METRIC = Pattern.compile("multiprocess_store_[a-z_]+");

  @TempDir Path temp;

  /** Where nobody else writes, which the rule that foresees a full disk takes for a trend. */
  static final class Memory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      return Files.createTempDirectory(Path.of("/dev/shm"), "junit");
    }
  }

  @Test
  @Tag("full")
  void everyExpressionOfTheDashboardHasDataAndEveryRuleIsEvaluated(
      @TempDir(factory = Memory.class) Path memory) throws Exception {
    Path store = memory.resolve("users");
    try (ApplicationProcess application =
        ApplicationProcess.start(store, temp.resolve("application.log"))) {
      application.awaitReady();
      conflict(application, store);
      try (Prometheus prometheus =
          Prometheus.start(
              Files.createDirectory(temp.resolve("prometheus")), RULES, application.port())) {
        prometheus.awaitScrapes();

        for (String expression : expressions()) {
          await()
              .atMost(Duration.ofMinutes(1))
              .untilAsserted(
                  () -> {
                    // Rates of operations are there while something is done.
                    application.json("/api/users/bob");
                    assertHasData(prometheus, expression);
                  });
        }
        assertThat(prometheus.labelValues("multiprocess_store_objects", "store").toString())
            .isEqualTo("[\"default\"]");
        assertThat(
                prometheus.query("sum(multiprocess_store_conflicts)").at("/0/value/1").asString())
            .isEqualTo("1");
        assertRulesWork(prometheus);
        assertEverythingIsShown(prometheus);
      }
    }
  }

  @Test
  @Tag("full")
  void alertsFireWhenTheyShould() {
    assertThat(Prometheus.promtool("check", "rules", RULES.toString())).contains("7 rules found");
    assertThat(
            Prometheus.promtool("test", "rules", MONITORING.resolve("alerts.test.yml").toString()))
        .contains("SUCCESS");
  }

  @Test
  void everyPanelSaysWhatItShowsAndInWhichUnit() throws IOException {
    JsonNode dashboard = dashboard();
    assertThat(dashboard.get("schemaVersion").intValue()).isGreaterThanOrEqualTo(39);
    assertThat(
            dashboard
                .at("/templating/list")
                .valueStream()
                .map(variable -> variable.get("name").stringValue()))
        .containsExactly("datasource", "store");
    assertThat(dashboard.get("panels").valueStream().map(panel -> panel.get("id").intValue()))
        .doesNotHaveDuplicates();
    for (JsonNode panel : panels(dashboard)) {
      String title = panel.get("title").stringValue();
      assertThat(panel.path("description").asString("")).as(title).endsWith(".");
      assertThat(panel.at("/fieldConfig/defaults/unit").asString("")).as(title).isNotEmpty();
      assertThat(panel.at("/datasource/uid").stringValue()).isEqualTo("${datasource}");
      assertThat(panel.at("/gridPos/x").intValue() + panel.at("/gridPos/w").intValue())
          .as(title)
          .isLessThanOrEqualTo(24);
      for (JsonNode target : panel.get("targets")) {
        assertThat(target.at("/datasource/uid").stringValue()).isEqualTo("${datasource}");
        assertThat(target.get("expr").stringValue()).contains("{store=~\"$store\"}");
      }
    }
  }

  @Test
  void guideTellsOfEveryAlertInItsOrder() throws IOException {
    List<String> alerts =
        Pattern.compile("(?m)^ +- alert: (\\S+)$")
            .matcher(Files.readString(RULES))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(alerts).hasSize(7);
    assertThat(
            Pattern.compile("(?m)^\\| `(MultiprocessStore\\w+)` \\|")
                .matcher(Files.readString(MONITORING.resolve("README.md")))
                .results()
                .map(match -> match.group(1)))
        .isEqualTo(alerts);
  }

  /** Two edits of one state that were made two days ago. */
  private static void conflict(ApplicationProcess application, Path store) throws Exception {
    String base =
        application.create("{'name':'bob','department':'Sales'}").get("revision").stringValue();
    application.edit("bob", "{'revision':'%s','department':'Marketing'}".formatted(base));
    application.edit("bob", "{'revision':'%s','department':'Research'}".formatted(base));
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    try (DirectoryStream<Path> revisions = Files.newDirectoryStream(store.resolve("bob"))) {
      for (Path revision : revisions) {
        Files.setLastModifiedTime(revision, before);
      }
    }
  }

  private static void assertHasData(Prometheus prometheus, String expression) throws Exception {
    // Grafana's variables, with a window that a scrape a second fills at once.
    String plain = expression.replace("$__rate_interval", "10s").replace("$store", ".*");
    assertThat(plain).doesNotContain("$");
    List<Double> values = new ArrayList<>();
    for (JsonNode element : prometheus.query(plain)) {
      values.add(Double.valueOf(element.at("/value/1").stringValue()));
    }
    assertThat(values).as(plain).isNotEmpty().anyMatch(value -> !value.isNaN());
  }

  private static void assertRulesWork(Prometheus prometheus) throws Exception {
    JsonNode rules = prometheus.rules();
    assertThat(rules).hasSize(7);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(prometheus.rules())
                    .allSatisfy(
                        rule ->
                            assertThat(rule.get("health").stringValue())
                                .as(rule.toString())
                                .isEqualTo("ok"))
                    .filteredOn(rule -> !rule.get("state").stringValue().equals("inactive"))
                    .extracting(rule -> rule.get("name").stringValue())
                    .containsExactly("MultiprocessStoreConflictOpenTooLong"));
    assertThat(metricsIn(Files.readString(RULES))).isSubsetOf(names(prometheus));
  }

  private static void assertEverythingIsShown(Prometheus prometheus) throws Exception {
    Set<String> shown = metricsIn(String.join("\n", expressions()));
    assertThat(shown)
        .containsAll(
            names(prometheus).stream()
                .filter(name -> METRIC.matcher(name).matches())
                .filter(name -> !name.contains("_operations_active_"))
                .toList());
  }

  private static Set<String> names(Prometheus prometheus) throws Exception {
    return prometheus
        .metrics()
        .valueStream()
        .map(JsonNode::stringValue)
        .collect(Collectors.toSet());
  }

  private static Set<String> metricsIn(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> expressions() throws IOException {
    return panels(dashboard()).stream()
        .flatMap(panel -> panel.get("targets").valueStream())
        .map(target -> target.get("expr").stringValue())
        .toList();
  }

  private static List<JsonNode> panels(JsonNode dashboard) {
    return dashboard
        .get("panels")
        .valueStream()
        .filter(panel -> !panel.get("type").stringValue().equals("row"))
        .toList();
  }

  private static JsonNode dashboard() throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(MONITORING.resolve("grafana-dashboard.json")));
  }
}
