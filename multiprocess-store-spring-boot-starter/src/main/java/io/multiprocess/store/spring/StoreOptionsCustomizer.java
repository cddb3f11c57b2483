package io.multiprocess.store.spring;

import io.multiprocess.store.file.StoreOptions;

/**
 * Changes how configured stores are used, where no property says it: a listener, a rule for
 * conflicts, an option that is computed.
 *
 * <p>Beans of this type are applied in their order to each configured store before it is opened,
 * and have the last word over its properties.
 */
@FunctionalInterface
public interface StoreOptionsCustomizer {

  /**
   * Returns the options that the store is opened with.
   *
   * @param store what the application calls the store, {@code default} for the one without a name
   * @param options what its properties and earlier customizers say
   */
  StoreOptions customize(String store, StoreOptions options);
}
