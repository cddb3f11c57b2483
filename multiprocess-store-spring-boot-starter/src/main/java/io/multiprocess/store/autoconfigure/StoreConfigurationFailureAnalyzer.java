package io.multiprocess.store.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells what is wrong with the configuration of stores. */
final class StoreConfigurationFailureAnalyzer
    extends AbstractFailureAnalyzer<StoreConfigurationException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StoreConfigurationException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
