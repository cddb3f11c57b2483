package io.multiprocess.store.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.benchmarks.workloads.Results;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PerformanceTests {

  private static final Path REPORT = Path.of("target", "performance.md");

  @Test
  void everythingIsMeasuredAndNothingIsLost() throws IOException {
    Benchmarks benchmarks = Benchmarks.ofSystemProperties();
    Results results = benchmarks.run();
    new Report(benchmarks, results).writeTo(REPORT);
    assertThat(results.failures()).isEmpty();
    assertThat(results.figures())
        .isNotEmpty()
        .filteredOn(figure -> !figure.key().measure().unit().isTally())
        .allSatisfy(figure -> assertThat(figure.median()).as("%s", figure).isPositive());
  }
}
