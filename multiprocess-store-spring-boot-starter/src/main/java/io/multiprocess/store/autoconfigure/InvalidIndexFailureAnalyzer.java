package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.index.InvalidIndexException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells why a property cannot be indexed. */
final class InvalidIndexFailureAnalyzer extends AbstractFailureAnalyzer<InvalidIndexException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InvalidIndexException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
