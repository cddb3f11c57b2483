package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.ConflictResolver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/** The application's rules that settle conflicts, by the types of entities they are for. */
final class ConflictResolvers {

  private ConflictResolvers() {}

  /** The rules among the beans. A bean that is no autowire candidate is none. */
  static Map<Class<?>, ConflictResolver<?>> of(ConfigurableListableBeanFactory beans) {
    Map<Class<?>, String> names = new LinkedHashMap<>();
    Map<Class<?>, ConflictResolver<?>> resolvers = new LinkedHashMap<>();
    // Without asking factories what they make: they may need a store.
    for (String name : beans.getBeanNamesForType(ConflictResolver.class, true, false)) {
      if (isCandidate(beans, name)) {
        ConflictResolver<?> resolver = beans.getBean(name, ConflictResolver.class);
        Class<?> type = entityType(beans, name, resolver);
        String other = names.put(type, name);
        if (other != null) {
          throw twice(type, other, name);
        }
        resolvers.put(type, resolver);
      }
    }
    return resolvers;
  }

  private static boolean isCandidate(ConfigurableListableBeanFactory beans, String name) {
    return !beans.containsBeanDefinition(name)
        || beans.getMergedBeanDefinition(name).isAutowireCandidate();
  }

  /** As the bean is declared, since a lambda does not know its type; else as its class says. */
  private static Class<?> entityType(
      ConfigurableListableBeanFactory beans, String name, ConflictResolver<?> resolver) {
    Class<?> declared =
        beans.containsBeanDefinition(name)
            ? entityType(beans.getMergedBeanDefinition(name).getResolvableType())
            : null;
    Class<?> type =
        declared != null ? declared : entityType(ResolvableType.forClass(resolver.getClass()));
    if (type == null) {
      throw new StoreConfigurationException(
          "Bean '%s' is a ConflictResolver, but does not say of which type".formatted(name),
          "Declare the type of the entities, for example as the return type ConflictResolver<User> of the @Bean method");
    }
    return type;
  }

  private static @Nullable Class<?> entityType(ResolvableType resolver) {
    Class<?> type = resolver.as(ConflictResolver.class).getGeneric(0).resolve();
    return type == Object.class ? null : type;
  }

  private static StoreConfigurationException twice(Class<?> type, String one, String other) {
    return new StoreConfigurationException(
        "Beans '%s' and '%s' are both a ConflictResolver of %s; expected one rule for a type"
            .formatted(one, other, type.getName()),
        "Remove one of them, or declare it with @Bean(autowireCandidate = false)");
  }
}
