package io.multiprocess.store.repository;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.springframework.data.mapping.Association;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.model.AnnotationBasedPersistentProperty;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;
import org.springframework.data.util.Lazy;

/**
 * A property of an entity. The id and the revision are known by their annotations or by the names
 * that they have in documents.
 */
final class StorePersistentProperty
    extends AnnotationBasedPersistentProperty<StorePersistentProperty> {

  private final Lazy<String> key =
      Lazy.of(
          () -> {
            JsonProperty named = findAnnotation(JsonProperty.class);
            return named == null || named.value().isEmpty() ? getName() : named.value();
          });

  StorePersistentProperty(
      Property property,
      PersistentEntity<?, StorePersistentProperty> owner,
      SimpleTypeHolder simpleTypes) {
    super(property, owner, simpleTypes);
  }

  @Override
  public boolean isIdProperty() {
    return super.isIdProperty() || key.get().equals("_id");
  }

  @Override
  public boolean isVersionProperty() {
    return super.isVersionProperty() || key.get().equals("_rev");
  }

  @Override
  protected Association<StorePersistentProperty> createAssociation() {
    return new Association<>(this, null);
  }
}
