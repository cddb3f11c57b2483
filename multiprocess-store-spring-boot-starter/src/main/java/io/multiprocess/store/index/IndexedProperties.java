package io.multiprocess.store.index;

import io.multiprocess.store.query.IndexedProperty;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.PersistentProperty;
import org.springframework.data.mapping.context.MappingContext;

/** The properties of a type that are {@link Indexed}, also those of objects in its entities. */
final class IndexedProperties {

  private final MappingContext<?, ?> mappingContext;
  private final Map<String, IndexedProperty> found = new LinkedHashMap<>();
  private final Set<Class<?>> onTheWay = new HashSet<>();

  private IndexedProperties(MappingContext<?, ?> mappingContext) {
    this.mappingContext = mappingContext;
  }

  static List<IndexedProperty> of(
      PersistentEntity<?, ?> entityType, MappingContext<?, ?> mappingContext) {
    IndexedProperties properties = new IndexedProperties(mappingContext);
    properties.add("", entityType);
    return List.copyOf(properties.found.values());
  }

  private void add(String prefix, PersistentEntity<?, ?> type) {
    if (!onTheWay.add(type.getType())) {
      return;
    }
    for (PersistentProperty<?> property : type) {
      String path = prefix + property.getName();
      Indexed indexed = property.findAnnotation(Indexed.class);
      if (indexed != null) {
        found.put(path, new IndexedProperty(path, indexed.unique()));
      } else {
        for (TypeInformation<?> nested : property.getPersistentEntityTypeInformation()) {
          PersistentEntity<?, ?> in = mappingContext.getPersistentEntity(nested);
          if (in != null) {
            add(path + ".", in);
          }
        }
      }
    }
    onTheWay.remove(type.getType());
  }
}
