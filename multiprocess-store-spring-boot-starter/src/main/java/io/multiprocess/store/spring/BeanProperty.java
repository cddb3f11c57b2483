package io.multiprocess.store.spring;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** A property that Jackson both knows by name and can read from an instance. */
final class BeanProperty {

  private final JavaType type;
  private final AnnotatedMember accessor;
  private final @Nullable AnnotatedMember mutator;

  private BeanProperty(JavaType type, AnnotatedMember accessor, @Nullable AnnotatedMember mutator) {
    this.type = type;
    this.accessor = accessor;
    this.mutator = mutator;
    accessor.fixAccess(true);
    if (mutator != null) {
      mutator.fixAccess(true);
    }
  }

  /** The properties of a type by their names in documents. */
  static Map<String, BeanProperty> of(Class<?> type, JsonMapper mapper) {
    JavaType javaType = mapper.constructType(type);
    Map<String, AnnotatedMember> mutators = new LinkedHashMap<>();
    for (BeanPropertyDefinition property : written(javaType, mapper)) {
      AnnotatedMember mutator = property.getNonConstructorMutator();
      if (mutator != null && !isFinal(mutator)) {
        mutators.put(property.getName(), mutator);
      }
    }
    Map<String, BeanProperty> properties = new LinkedHashMap<>();
    for (BeanPropertyDefinition property : read(javaType, mapper)) {
      AnnotatedMember accessor = property.getAccessor();
      if (accessor != null) {
        String name = property.getName();
        properties.put(name, new BeanProperty(accessor.getType(), accessor, mutators.get(name)));
      }
    }
    return properties;
  }

  /** The property's Java type. */
  JavaType type() {
    return type;
  }

  /** The property's name in Java, whatever it is called in documents. */
  String javaName() {
    String name = accessor.getName();
    if (accessor instanceof AnnotatedMethod && !accessor.getDeclaringClass().isRecord()) {
      PropertyDescriptor property = BeanUtils.findPropertyForMethod((Method) accessor.getMember());
      return property == null ? name : property.getName();
    }
    return name;
  }

  /** Whether instances can be changed. */
  boolean isSettable() {
    return mutator != null;
  }

  /** The property's value. */
  @Nullable Object get(Object entity) {
    return accessor.getValue(entity);
  }

  /** Changes an instance. */
  void set(Object entity, @Nullable Object value) {
    if (mutator == null) {
      throw new IllegalStateException("%s cannot be set".formatted(accessor.getFullName()));
    }
    mutator.setValue(entity, value);
  }

  private static List<BeanPropertyDefinition> read(JavaType type, JsonMapper mapper) {
    MapperConfig<?> config = mapper.serializationConfig();
    ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
    AnnotatedClass annotated = introspector.introspectClassAnnotations(type);
    return introspector.introspectForSerialization(type, annotated).findProperties();
  }

  private static List<BeanPropertyDefinition> written(JavaType type, JsonMapper mapper) {
    MapperConfig<?> config = mapper.deserializationConfig();
    ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
    AnnotatedClass annotated = introspector.introspectClassAnnotations(type);
    return introspector.introspectForDeserialization(type, annotated).findProperties();
  }

  private static boolean isFinal(AnnotatedMember member) {
    return member instanceof AnnotatedField field
        && Modifier.isFinal(field.getAnnotated().getModifiers());
  }
}
