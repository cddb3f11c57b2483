package io.multiprocess.store.repository;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Lets Spring Data make and call what it finds by reflection, where that must be announced. */
final class StoreRepositoryRuntimeHints implements RuntimeHintsRegistrar {

  private static final String PACKAGE = "io.multiprocess.store.repository.";

  /** By name, since an application may be without Spring Data. */
  private static final List<String> CALLED =
      List.of(
          "SimpleStoreRepository",
          "history.StoreRevisionRepository",
          "history.RevisionNumber",
          "callback.BeforeConvertCallback",
          "callback.BeforeSaveCallback",
          "callback.AfterSaveCallback",
          "callback.AfterConvertCallback",
          "callback.BeforeDeleteCallback",
          "callback.AfterDeleteCallback");

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
    for (String name : CALLED) {
      hints
          .reflection()
          .registerTypeIfPresent(
              classLoader,
              PACKAGE + name,
              MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
              MemberCategory.INVOKE_PUBLIC_METHODS);
    }
  }
}
