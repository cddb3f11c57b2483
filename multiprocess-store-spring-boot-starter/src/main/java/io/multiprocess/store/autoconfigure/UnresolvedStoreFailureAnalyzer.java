package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.repository.UnresolvedStoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells why a repository has no store. */
final class UnresolvedStoreFailureAnalyzer
    extends AbstractFailureAnalyzer<UnresolvedStoreException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnresolvedStoreException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
