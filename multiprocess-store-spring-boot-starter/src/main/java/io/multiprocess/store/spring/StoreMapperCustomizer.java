package io.multiprocess.store.spring;

import tools.jackson.databind.json.JsonMapper;

/**
 * Adds to how Java types become documents: modules, serializers, mix-ins.
 *
 * <p>Beans of this type are applied in their order to the mapper of all stores. The mapper of the
 * application, and {@code spring.jackson} settings, have no say in documents. What is changed here
 * changes files that other processes read.
 */
@FunctionalInterface
public interface StoreMapperCustomizer {

  /** Adds to the mapper's builder. */
  void customize(JsonMapper.Builder builder);
}
