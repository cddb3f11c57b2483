package io.multiprocess.store.repository;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Lets Spring Data make and call repositories where reflection must be announced. */
final class StoreRepositoryRuntimeHints implements RuntimeHintsRegistrar {

  private static final String BASE = "io.multiprocess.store.repository.SimpleStoreRepository";

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
    hints
        .reflection()
        .registerTypeIfPresent(
            classLoader,
            BASE,
            MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
            MemberCategory.INVOKE_PUBLIC_METHODS);
  }
}
