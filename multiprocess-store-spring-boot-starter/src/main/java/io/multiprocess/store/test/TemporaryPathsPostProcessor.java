package io.multiprocess.store.test;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Shows temporary paths, where there are any, the environment that they are in.
 *
 * <p>A context that was processed ahead of time defines its stores before a customizer of the test
 * sees it. This is earlier.
 */
final class TemporaryPathsPostProcessor implements EnvironmentPostProcessor {

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    TemporaryPaths.in(environment).ifPresent(paths -> paths.precedeAllOf(environment));
  }
}
