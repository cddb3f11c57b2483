package io.multiprocess.store.query;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.Part.IgnoreCaseType;

/**
 * One part of a method's name, as {@code AgeLessThan}, with the arguments that are its own.
 *
 * @param ofElements whether the property is a collection itself
 * @param firstArgument index of the first of them
 * @param argumentCount how many they are
 */
record BoundPart(
    Part.Type keyword,
    PropertyValues values,
    boolean ignoreCase,
    boolean ofElements,
    int firstArgument,
    int argumentCount) {

  /**
   * Binds a part to the first of the parameters that are left.
   *
   * @throws IllegalArgumentException if the part cannot be asked, or not with these
   */
  static BoundPart of(Part part, List<ResolvableType> left, int firstArgument) {
    PartCheck check = new PartCheck(part);
    check.property();
    int count = check.argumentCount(left);
    left.subList(0, count).forEach(check::argument);
    boolean ignoreCase = part.shouldIgnoreCase() != IgnoreCaseType.NEVER && check.isText();
    return new BoundPart(
        part.getType(),
        PropertyValues.of(part.getProperty()),
        ignoreCase,
        PropertyValues.isPlural(part.getProperty().getLeafProperty()),
        firstArgument,
        count);
  }

  /** The condition with the arguments of the whole method. */
  EntityCondition with(List<? extends @Nullable Object> arguments) {
    List<? extends @Nullable Object> own =
        arguments.subList(firstArgument, firstArgument + argumentCount);
    Predicate<@Nullable Object> criterion = Criterion.of(keyword, ignoreCase, own);
    return EntityCondition.of(
        entity -> values.anyMatches(entity, criterion),
        values.path(),
        Sought.of(keyword, ignoreCase, ofElements, own));
  }
}
