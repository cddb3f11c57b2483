package io.multiprocess.store.repository;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.context.AbstractMappingContext;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;

/** What Spring Data knows of the entities. How they become documents is the template's matter. */
public final class StoreMappingContext
    extends AbstractMappingContext<StorePersistentEntity<?>, StorePersistentProperty> {

  @Override
  protected <T> StorePersistentEntity<T> createPersistentEntity(TypeInformation<T> type) {
    return new StorePersistentEntity<>(type);
  }

  @Override
  protected StorePersistentProperty createPersistentProperty(
      Property property, StorePersistentEntity<?> owner, SimpleTypeHolder simpleTypes) {
    return new StorePersistentProperty(property, owner, simpleTypes);
  }

  /** Leaves alone what is a value to Jackson: its own trees and the JDK's types. */
  @Override
  protected boolean shouldCreatePersistentEntityFor(TypeInformation<?> type) {
    String name = type.getType().getName();
    return super.shouldCreatePersistentEntityFor(type)
        && !name.startsWith("java.")
        && !name.startsWith("tools.jackson.");
  }
}
