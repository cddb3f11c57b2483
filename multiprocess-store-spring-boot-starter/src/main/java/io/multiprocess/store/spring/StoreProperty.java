package io.multiprocess.store.spring;

import org.springframework.core.annotation.MergedAnnotations;
import tools.jackson.databind.PropertyName;

/**
 * The two properties of an entity that belong to the store.
 *
 * <p>The annotations are known by name, so that Spring Data need not be on the class path.
 */
enum StoreProperty {
  ID("_id", "org.springframework.data.annotation.Id"),
  REVISION("_rev", "org.springframework.data.annotation.Version");

  private final String key;
  private final String annotation;

  StoreProperty(String key, String annotation) {
    this.key = key;
    this.annotation = annotation;
  }

  /** The name in a document. */
  String key() {
    return key;
  }

  /** The name in a document, for Jackson. */
  PropertyName propertyName() {
    return PropertyName.construct(key);
  }

  /** Whether the annotation, or one that carries it, is among these. */
  boolean marks(MergedAnnotations annotations) {
    return annotations.isPresent(annotation);
  }
}
