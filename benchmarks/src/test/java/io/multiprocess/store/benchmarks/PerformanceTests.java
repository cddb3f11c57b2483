package io.multiprocess.store.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.benchmarks.workloads.Figure;
import io.multiprocess.store.benchmarks.workloads.Measure;
import io.multiprocess.store.benchmarks.workloads.Results;
import io.multiprocess.store.benchmarks.workloads.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceTests {

  private static final Path REPORT = Path.of("target", "performance.md");

  @Test
  void everythingIsMeasuredAndNothingIsLost() throws IOException {
    Benchmarks benchmarks = Benchmarks.ofSystemProperties();
    Results results = benchmarks.run(REPORT);
    assertThat(results.failures()).isEmpty();
    assertThat(results.figures()).isNotEmpty();
    if (benchmarks.workloads().size() == Workload.all().size()) {
      assertThat(results.figures())
          .extracting(figure -> figure.subject().candidate())
          .containsAll(benchmarks.candidates());
    }
    assertThat(results.figures())
        .filteredOn(figure -> !figure.subject().measure().mayBeNothing())
        .allSatisfy(figure -> assertThat(figure.median()).as("%s", figure).isPositive());
    assertThat(results.figures())
        .filteredOn(figure -> isLossOfThisStore(figure))
        .allSatisfy(figure -> assertThat(figure.greatest()).as("%s", figure).isZero());
    List<String> report = Files.readAllLines(REPORT);
    assertThat(results.figures())
        .allSatisfy(
            figure ->
                assertThat(report)
                    .anyMatch(
                        line ->
                            line.startsWith(
                                "| %s | %s |"
                                    .formatted(
                                        figure.subject().measure().title(),
                                        figure
                                            .subject()
                                            .candidate()
                                            .title(figure.subject().durable())))));
  }

  private static boolean isLossOfThisStore(Figure figure) {
    return figure.subject().candidate().isThisStore()
        && List.of(Measure.SAME_LOST, Measure.ERRORS, Measure.REFUSED)
            .contains(figure.subject().measure());
  }
}
