package io.multiprocess.store.test.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs test classes as a build does. */
final class TestClasses {

  private static final Map<String, String> AT_ONCE =
      Map.of(
          "junit.jupiter.execution.parallel.enabled", "true",
          "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
          "junit.jupiter.execution.parallel.config.strategy", "fixed",
          "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

  private TestClasses() {}

  /** Runs classes one after the other; all of their tests must pass. */
  static void pass(Class<?>... classes) {
    pass(Map.of(), classes);
  }

  /** Runs classes on a thread each; all of their tests must pass. */
  static void passAtOnce(Class<?>... classes) {
    pass(AT_ONCE, classes);
  }

  /** Runs a class whose test must fail, and returns why it does. */
  static Throwable failure(Class<?> testClass) {
    return failures(run(Map.of(), testClass)).get(0);
  }

  private static void pass(Map<String, String> parameters, Class<?>... classes) {
    EngineExecutionResults results = run(parameters, classes);
    for (Throwable failure : failures(results)) {
      throw new AssertionError("A test failed", failure);
    }
    assertThat(results.testEvents().succeeded().count()).isGreaterThanOrEqualTo(classes.length);
  }

  private static EngineExecutionResults run(Map<String, String> parameters, Class<?>... classes) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameters(parameters)
        .selectors(
            Arrays.stream(classes)
                .map(testClass -> selectClass(testClass))
                .toArray(DiscoverySelector[]::new))
        .execute();
  }

  private static List<Throwable> failures(EngineExecutionResults results) {
    return results.allEvents().finished().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable())
        .flatMap(failure -> failure.stream())
        .toList();
  }
}
