package io.multiprocess.store;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@link Merge} annotations off the properties that Jackson writes. */
final class MergeAnnotations {

  private final MapperConfig<?> config;
  private final MergeRules.Builder rules = MergeRules.builder();
  private final Set<JavaType> outer = new HashSet<>();

  private MergeAnnotations(MapperConfig<?> config) {
    this.config = config;
  }

  /** The rules of a type. */
  static MergeRules rules(Class<?> type, JsonMapper mapper) {
    MergeAnnotations annotations = new MergeAnnotations(mapper.serializationConfig());
    annotations.addType(mapper.constructType(type), "");
    return annotations.rules.build();
  }

  private void addType(JavaType type, String path) {
    JavaType content = type.getContentType();
    if (content != null) {
      addType(content, type.isReferenceType() ? path : path + "/*");
    } else if (isBean(type) && outer.add(type)) {
      addBean(type, path);
      outer.remove(type);
    }
  }

  private void addBean(JavaType type, String path) {
    BeanDescription bean = introspect(type);
    AnnotatedMember value = bean.findJsonValueAccessor();
    if (value != null) {
      addType(value.getType(), path);
      return;
    }
    for (BeanPropertyDefinition property : bean.findProperties()) {
      String below = path + "/" + MergeRules.encode(property.getName());
      annotation(property).ifPresent(merge -> rules.rule(below, merge.value(), merge.key()));
      AnnotatedMember accessor = property.getAccessor();
      if (accessor != null) {
        addType(accessor.getType(), below);
      }
    }
  }

  private BeanDescription introspect(JavaType type) {
    ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
    return introspector.introspectForSerialization(
        type, introspector.introspectClassAnnotations(type));
  }

  private static Optional<Merge> annotation(BeanPropertyDefinition property) {
    return Stream.of(
            property.getAccessor(),
            property.getField(),
            property.getSetter(),
            property.getConstructorParameter())
        .filter(Objects::nonNull)
        .map(member -> member.getAnnotation(Merge.class))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Whether the type may carry annotations of ours. */
  private static boolean isBean(JavaType type) {
    String name = type.getRawClass().getName();
    return !type.isPrimitive()
        && !type.isEnumType()
        && !name.startsWith("java.")
        && !name.startsWith("tools.jackson.");
  }
}
