package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreOptionsCustomizer;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens a configured store, or says what about its directory is in the way. */
final class StoreOpener {

  private StoreOpener() {}

  static StoreTemplate open(
      StoreDefinition definition,
      StoreTemplateFactory factory,
      List<StoreOptionsCustomizer> customizers,
      StoreEvents events) {
    if (Files.exists(definition.directory()) && !Files.isDirectory(definition.directory())) {
      throw failure(
          definition,
          definition.directory() + " is not a directory",
          "Set %s to a directory, or to a place where one can be created",
          null);
    }
    try {
      StoreTemplate template =
          factory.open(
              definition.name(),
              definition.directory(),
              events.heardOf(definition.name(), options(definition, customizers)));
      checkAccess(template);
      return template;
    } catch (StoreAccessException e) {
      throw failure(
          definition,
          e.getMessage(),
          "Let the user who runs this application read and write the directory, or set %s to another",
          e);
    } catch (StoreFormatException e) {
      throw failure(
          definition,
          e.getMessage(),
          "Use a version of multiprocess-store that knows this format and leave the option 'ids' to the store, or set %s to another directory",
          e);
    }
  }

  private static StoreOptions options(
      StoreDefinition definition, List<StoreOptionsCustomizer> customizers) {
    StoreOptions options = definition.options();
    for (StoreOptionsCustomizer customizer : customizers) {
      options = customizer.customize(definition.name(), options);
    }
    return options;
  }

  private static void checkAccess(StoreTemplate template) {
    try {
      template.files().ifPresent(FileObjectStore::checkAccess);
    } catch (StoreAccessException e) {
      template.close();
      throw e;
    }
  }

  private static StoreConfigurationException failure(
      StoreDefinition definition,
      @Nullable String reason,
      String action,
      @Nullable Throwable cause) {
    return new StoreConfigurationException(
        "Store '%s' cannot be opened: %s".formatted(definition.name(), reason),
        action.formatted(definition.property()),
        cause);
  }
}
