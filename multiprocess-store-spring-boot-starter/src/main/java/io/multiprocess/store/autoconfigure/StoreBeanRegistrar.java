package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreOptionsCustomizer;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Makes each configured store a bean.
 *
 * <p>A registrar runs again when an application that was processed ahead of time starts, so that
 * stores may be configured where it runs.
 */
final class StoreBeanRegistrar implements BeanRegistrar {

  @Override
  public void register(BeanRegistry registry, Environment environment) {
    for (StoreDefinition definition : StoreDefinitions.of(environment)) {
      registry.registerBean(
          definition.beanName(), StoreTemplate.class, spec -> describe(spec, definition));
    }
  }

  private static void describe(BeanRegistry.Spec<StoreTemplate> spec, StoreDefinition definition) {
    spec.description("Store '%s' at %s".formatted(definition.name(), definition.directory()));
    spec.supplier(
        context ->
            StoreOpener.open(
                definition,
                context.bean(StoreTemplateFactory.class),
                context.beanProvider(StoreOptionsCustomizer.class).orderedStream().toList(),
                context.bean(StoreEvents.class)));
    if (definition.primary()) {
      spec.primary();
    }
  }
}
