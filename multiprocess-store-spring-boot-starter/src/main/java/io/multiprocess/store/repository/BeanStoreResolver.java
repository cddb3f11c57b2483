package io.multiprocess.store.repository;

import io.multiprocess.store.spring.StoreTemplate;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the store among the beans: the one that the entity names, or else the primary one. */
final class BeanStoreResolver implements StoreResolver {

  private final ObjectProvider<StoreTemplate> templates;

  BeanStoreResolver(ObjectProvider<StoreTemplate> templates) {
    this.templates = templates;
  }

  @Override
  public StoreTemplate resolve(Class<?> entityType) {
    StoredIn storedIn = AnnotatedElementUtils.findMergedAnnotation(entityType, StoredIn.class);
    return storedIn != null ? named(storedIn.value(), entityType) : primary(entityType);
  }

  private StoreTemplate named(String name, Class<?> entityType) {
    return all().stream()
        .filter(template -> template.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UnresolvedStoreException(
                    "%s is stored in '%s', but there is no such store; the stores are %s"
                        .formatted(entityType.getName(), name, names()),
                    "Correct @StoredIn, or set multiprocess-store.stores.%s.path".formatted(name)));
  }

  private StoreTemplate primary(Class<?> entityType) {
    StoreTemplate primary = templates.getIfUnique();
    if (primary == null) {
      throw new UnresolvedStoreException(
          "%s does not say which store it is in, and none of the stores %s is the primary one"
              .formatted(entityType.getName(), names()),
          "Put @StoredIn on %s, or set multiprocess-store.primary"
              .formatted(entityType.getSimpleName()));
    }
    return primary;
  }

  private String names() {
    return all().stream()
        .map(template -> "'" + template.name() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private List<StoreTemplate> all() {
    return templates.stream(ObjectProvider.UNFILTERED).toList();
  }
}
