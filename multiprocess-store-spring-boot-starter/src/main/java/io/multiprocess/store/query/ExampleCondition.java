package io.multiprocess.store.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher.NullHandler;
import org.springframework.data.domain.ExampleMatcher.StringMatcher;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.PersistentProperty;
import org.springframework.data.mapping.context.MappingContext;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.support.ExampleMatcherAccessor;

/**
 * The condition that an example is: the properties of the probe that are not null, and those of the
 * objects in it, one by one. Entities of other types than the probe's do not match. Collections are
 * compared as a whole.
 */
final class ExampleCondition {

  private final MappingContext<? extends PersistentEntity<?, ?>, ?> mappingContext;
  private final ExampleMatcherAccessor matcher;
  private final Class<?> entityType;
  private final List<EntityCondition> conditions = new ArrayList<>();

  private ExampleCondition(
      MappingContext<? extends PersistentEntity<?, ?>, ?> mappingContext,
      ExampleMatcherAccessor matcher,
      Class<?> entityType) {
    this.mappingContext = mappingContext;
    this.matcher = matcher;
    this.entityType = entityType;
  }

  /** The condition of an example. */
  static EntityCondition of(
      Example<?> example, MappingContext<? extends PersistentEntity<?, ?>, ?> mappingContext) {
    ExampleCondition condition =
        new ExampleCondition(
            mappingContext,
            new ExampleMatcherAccessor(example.getMatcher()),
            example.getProbeType());
    condition.add("", example.getProbe());
    EntityCondition ofType = EntityCondition.of(example.getProbeType()::isInstance);
    if (condition.conditions.isEmpty()) {
      return ofType;
    }
    EntityCondition alike =
        example.getMatcher().isAllMatching()
            ? EntityCondition.all(condition.conditions)
            : EntityCondition.any(condition.conditions);
    return EntityCondition.all(List.of(ofType, alike));
  }

  private void add(String prefix, Object probe) {
    PersistentEntity<?, ?> type = mappingContext.getRequiredPersistentEntity(probe.getClass());
    for (PersistentProperty<?> property : type) {
      String path = prefix + property.getName();
      if (isStored(property) && !matcher.isIgnoredPath(path)) {
        add(path, property, PropertyReader.read(probe, property.getName()));
      }
    }
  }

  private void add(String path, PersistentProperty<?> property, @Nullable Object given) {
    Optional<Object> value =
        matcher
            .getValueTransformerForPath(path)
            .apply(Optional.ofNullable(Values.unwrapped(given)));
    if (value.isEmpty()) {
      if (matcher.getNullHandler() == NullHandler.INCLUDE) {
        add(path, Part.Type.IS_NULL, false, List.of());
      }
    } else if (property.isEntity() && !property.isCollectionLike() && !property.isMap()) {
      add(path + ".", value.get());
    } else {
      addValue(path, value.get());
    }
  }

  private void addValue(String path, Object value) {
    boolean isText = value instanceof String;
    add(
        path,
        isText ? keyword(matcher.getStringMatcherForPath(path)) : Part.Type.SIMPLE_PROPERTY,
        isText && matcher.isIgnoreCaseForPath(path),
        List.of(value));
  }

  private void add(String path, Part.Type keyword, boolean ignoreCase, List<?> arguments) {
    PropertyValues values = PropertyValues.of(path);
    Predicate<@Nullable Object> criterion = Criterion.of(keyword, ignoreCase, arguments);
    Optional<Sought> sought =
        values.isSingular(entityType)
            ? Sought.of(keyword, ignoreCase, false, arguments)
            : Optional.empty();
    conditions.add(
        EntityCondition.of(entity -> criterion.test(values.single(entity)), path, sought));
  }

  private static Part.Type keyword(StringMatcher matcher) {
    return switch (matcher) {
      case DEFAULT, EXACT -> Part.Type.SIMPLE_PROPERTY;
      case STARTING -> Part.Type.STARTING_WITH;
      case ENDING -> Part.Type.ENDING_WITH;
      case CONTAINING -> Part.Type.CONTAINING;
      case REGEX -> Part.Type.REGEX;
    };
  }

  /** What Jackson ignores no document holds. */
  private static boolean isStored(PersistentProperty<?> property) {
    JsonIgnore ignored = property.findAnnotation(JsonIgnore.class);
    return !property.isTransient() && (ignored == null || !ignored.value());
  }
}
