package io.multiprocess.store.repository;

import java.util.Map;
import java.util.Optional;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.context.AbstractMappingContext;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;
import tools.jackson.databind.JsonNode;

/** What Spring Data knows of the entities. How they become documents is the template's matter. */
public final class StoreMappingContext
    extends AbstractMappingContext<StorePersistentEntity<?>, StorePersistentProperty> {

  /** Name of the bean that repositories and auditing share. */
  public static final String BEAN_NAME = "multiprocessStoreMappingContext";

  /** Makes an empty context. */
  public StoreMappingContext() {
    setSimpleTypeHolder(new JsonValues());
  }

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
    return super.shouldCreatePersistentEntityFor(type) && !isValue(type.getType());
  }

  private static boolean isValue(Class<?> type) {
    String name = type.getName();
    return name.startsWith("java.") || name.startsWith("tools.jackson.");
  }

  /** The types without properties of their own, such as {@code UUID}; containers have elements. */
  private static final class JsonValues extends SimpleTypeHolder {

    @Override
    public boolean isSimpleType(Class<?> type) {
      return super.isSimpleType(type)
          || (isValue(type)
              && (JsonNode.class.isAssignableFrom(type) || !Iterable.class.isAssignableFrom(type))
              && !Map.class.isAssignableFrom(type)
              && !Optional.class.isAssignableFrom(type));
    }
  }
}
