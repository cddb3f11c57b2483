package io.multiprocess.store.query;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.ResolvableType;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.domain.Range;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.Part.IgnoreCaseType;

/**
 * Whether a part of a method's name can be asked of its property, with the method's parameters.
 * What would never match is refused when the repository is made, not found out by its users.
 */
final class PartCheck {

  private static final Set<Part.Type> GEOMETRY = EnumSet.of(Part.Type.NEAR, Part.Type.WITHIN);
  private static final Set<Part.Type> EQUALITY =
      EnumSet.of(Part.Type.SIMPLE_PROPERTY, Part.Type.NEGATING_SIMPLE_PROPERTY);
  private static final Set<Part.Type> MEMBERSHIP = EnumSet.of(Part.Type.IN, Part.Type.NOT_IN);
  private static final Set<Part.Type> ORDER =
      EnumSet.of(
          Part.Type.LESS_THAN,
          Part.Type.LESS_THAN_EQUAL,
          Part.Type.GREATER_THAN,
          Part.Type.GREATER_THAN_EQUAL,
          Part.Type.BEFORE,
          Part.Type.AFTER,
          Part.Type.BETWEEN);
  private static final Set<Part.Type> TEXT =
      EnumSet.of(
          Part.Type.LIKE,
          Part.Type.NOT_LIKE,
          Part.Type.STARTING_WITH,
          Part.Type.ENDING_WITH,
          Part.Type.REGEX);
  private static final Set<Part.Type> CONTENT =
      EnumSet.of(
          Part.Type.CONTAINING,
          Part.Type.NOT_CONTAINING,
          Part.Type.IS_EMPTY,
          Part.Type.IS_NOT_EMPTY);
  private static final Set<Part.Type> TRUTH = EnumSet.of(Part.Type.TRUE, Part.Type.FALSE);

  private static final String ALL_OR_ANY =
      "it would not say whether all elements are meant; expected NotContaining";

  private final Part part;
  private final Part.Type keyword;
  private final PropertyPath leaf;
  private final ValueKind kind;
  private final boolean plural;

  PartCheck(Part part) {
    this.part = part;
    this.keyword = part.getType();
    this.leaf = part.getProperty().getLeafProperty();
    this.kind = ValueKind.of(leaf.getLeafType());
    this.plural = PropertyValues.isPlural(leaf);
  }

  /** Whether the property is, or may be, text. */
  boolean isText() {
    return kind.canBe(String.class);
  }

  /** Whether the keyword asks what the property can answer. */
  void property() {
    require(!GEOMETRY.contains(keyword), "a store knows nothing of places");
    require(isText() || !TEXT.contains(keyword), "expected text");
    require(kind.isOrdered() || !ORDER.contains(keyword), "expected values that have an order");
    require(isText() || plural || !CONTENT.contains(keyword), "expected text or a collection");
    require(kind.canBe(Boolean.class) || !TRUTH.contains(keyword), "expected a boolean");
    require(
        isText() || part.shouldIgnoreCase() != IgnoreCaseType.ALWAYS,
        "expected text where case is ignored");
    boolean negatesElements = keyword == Part.Type.NOT_IN || keyword == Part.Type.NOT_LIKE;
    require(!plural || !negatesElements, ALL_OR_ANY);
  }

  /** How many of the parameters are for this part. */
  int argumentCount(List<ResolvableType> parameters) {
    boolean range =
        keyword == Part.Type.BETWEEN
            && !parameters.isEmpty()
            && parameters.get(0).resolve(Object.class) == Range.class;
    int count = range ? 1 : keyword.getNumberOfArguments();
    require(count <= parameters.size(), "there is no parameter left for it");
    return count;
  }

  /** Whether the property can be compared with what a parameter is for. */
  void argument(ResolvableType declared) {
    ResolvableType parameter = unwrapped(declared);
    Class<?> type = parameter.resolve(Object.class);
    if (type == Object.class || (keyword == Part.Type.REGEX && type == Pattern.class)) {
      return;
    }
    Optional<ResolvableType> elements = elements(parameter);
    boolean many = elements.isPresent();
    boolean membership = MEMBERSHIP.contains(keyword);
    boolean equality = EQUALITY.contains(keyword);
    require(many || !membership, "expected a collection or an array, found " + declared);
    require(
        !many || membership || (plural && equality), "expected a single value, found " + declared);
    require(many || !plural || keyword != Part.Type.NEGATING_SIMPLE_PROPERTY, ALL_OR_ANY);
    ValueKind given = ValueKind.of(elements.orElse(parameter).resolve(Object.class));
    require(kind.canEqual(given), "it never compares with " + declared);
  }

  private ResolvableType unwrapped(ResolvableType parameter) {
    Class<?> type = parameter.resolve(Object.class);
    boolean range = keyword == Part.Type.BETWEEN && type == Range.class;
    return range || type == Optional.class ? parameter.getGeneric(0) : parameter;
  }

  private static Optional<ResolvableType> elements(ResolvableType parameter) {
    Class<?> type = parameter.resolve(Object.class);
    if (type.isArray()) {
      return Optional.of(parameter.getComponentType());
    }
    if (Map.class.isAssignableFrom(type)) {
      return Optional.of(parameter.as(Map.class).getGeneric(1));
    }
    return Iterable.class.isAssignableFrom(type)
        ? Optional.of(parameter.as(Iterable.class).getGeneric(0))
        : Optional.empty();
  }

  private void require(boolean holds, String expectation) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Cannot ask %s of '%s', which is %s: %s"
              .formatted(
                  keyword.getKeywords().iterator().next(),
                  part.getProperty().toDotPath(),
                  leaf.getTypeInformation().toTypeDescriptor(),
                  expectation));
    }
  }
}
