package io.multiprocess.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which rule applies at which place of a document when edits are merged.
 *
 * <p>A place is named by a JSON Pointer (RFC 6901) in which a segment {@code *} stands for any
 * field and any element: {@code /items/*}{@code /tags}. Elements of arrays have no other name,
 * because an edit may move them. Of several paths that name a place, the one that is exact for
 * longer from its start counts.
 */
public final class MergeRules {

  private static final String ANY = "*";
  private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");
  private static final Comparator<String> EXACT_FIRST =
      Comparator.comparing((String segment) -> segment.equals(ANY))
          .thenComparing(Comparator.naturalOrder());
  private static final MergeRules NONE = new MergeRules(List.of());

  private final List<Place> places;
  private final boolean counting;

  private MergeRules(List<Place> places) {
    this.places = List.copyOf(places);
    this.counting = this.places.stream().anyMatch(place -> place.rule.as == Merge.As.COUNTER);
  }

  /** No rule anywhere: edits of one place clash unless they are equal. */
  public static MergeRules none() {
    return NONE;
  }

  /** A builder without rules. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The rules that {@link Merge} annotations tell for a Java type.
   *
   * <p>Names are those that the mapper writes. Nested types, elements of collections and values of
   * maps are looked into as they are declared, but no type inside itself.
   *
   * @throws IllegalArgumentException if an annotation lacks its key, or has one that means nothing
   */
  public static MergeRules of(Class<?> type, JsonMapper mapper) {
    return MergeAnnotations.rules(type, mapper);
  }

  /** These rules, and the others at places of which these say nothing. */
  public MergeRules orElse(MergeRules others) {
    if (others.isEmpty() || equals(others)) {
      return this;
    }
    List<Place> both = new ArrayList<>(places);
    others.places.stream().filter(place -> !names(place.path)).forEach(both::add);
    return new MergeRules(both);
  }

  /** The rule of the place that these rules were followed to, at first the whole document. */
  public Optional<Rule> rule() {
    return places.stream().filter(place -> place.path.isEmpty()).map(Place::rule).findFirst();
  }

  /** The rules seen from a field of an object. */
  public MergeRules below(String field) {
    return below(segment -> segment.equals(ANY) || segment.equals(field));
  }

  /** The rules seen from any element of an array. */
  public MergeRules belowElement() {
    return below(ANY::equals);
  }

  /** Whether there is no rule here or below. */
  public boolean isEmpty() {
    return places.isEmpty();
  }

  /** Whether something here or below is a counter, so that equal edits are not one edit. */
  public boolean isCounting() {
    return counting;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MergeRules that && places.equals(that.places);
  }

  @Override
  public int hashCode() {
    return places.hashCode();
  }

  /** The places with their rules, those that count first coming first. */
  @Override
  public String toString() {
    return places.toString();
  }

  private MergeRules below(Predicate<String> step) {
    if (isEmpty()) {
      return this;
    }
    List<Place> below =
        places.stream()
            .filter(place -> !place.path.isEmpty() && step.test(place.path.get(0)))
            .map(place -> new Place(place.path.subList(1, place.path.size()), place.rule))
            .toList();
    return below.isEmpty() ? NONE : new MergeRules(below);
  }

  private boolean names(List<String> path) {
    return places.stream().anyMatch(place -> place.path.equals(path));
  }

  /**
   * What a value is taken for.
   *
   * @param as its kind
   * @param key with {@link Merge.As#KEYED}, the field that tells elements apart; empty otherwise
   */
  public record Rule(Merge.As as, String key) {

    @Override
    public String toString() {
      return key.isEmpty() ? as.name() : as + " by " + key;
    }
  }

  private record Place(List<String> path, Rule rule) {

    @Override
    public String toString() {
      return pointer(path) + " " + rule;
    }
  }

  /** Collects rules by their paths. */
  public static final class Builder {

    private final TreeMap<List<String>, Rule> rules = new TreeMap<>(Builder::comparePaths);

    private Builder() {}

    /** The place holds an array of scalars in which only membership counts. */
    public Builder set(String path) {
      return rule(path, Merge.As.SET, "");
    }

    /** The place holds an array in which the order counts. */
    public Builder sequence(String path) {
      return rule(path, Merge.As.SEQUENCE, "");
    }

    /** The place holds an array of objects that a field tells apart. */
    public Builder keyed(String path, String keyField) {
      return rule(path, Merge.As.KEYED, keyField);
    }

    /** The place holds a number to which edits add. */
    public Builder counter(String path) {
      return rule(path, Merge.As.COUNTER, "");
    }

    /**
     * The place holds what is said.
     *
     * @param key with {@link Merge.As#KEYED}, the field that tells elements apart; empty otherwise
     * @throws IllegalArgumentException if the path is none, if the key is missing or means nothing,
     *     or if the path has another rule
     */
    public Builder rule(String path, Merge.As as, String key) {
      List<String> segments = segments(path);
      if (as == Merge.As.KEYED && key.isEmpty()) {
        throw new IllegalArgumentException(
            "Merge rule KEYED of '%s' has no key; expected the field that tells elements apart"
                .formatted(path));
      }
      if (as != Merge.As.KEYED && !key.isEmpty()) {
        throw new IllegalArgumentException(
            "Merge rule %s of '%s' has the key '%s'; expected a key for KEYED only"
                .formatted(as, path, key));
      }
      Rule rule = new Rule(as, key);
      Rule other = rules.putIfAbsent(segments, rule);
      if (other != null && !other.equals(rule)) {
        throw new IllegalArgumentException(
            "'%s' has the merge rules %s and %s; expected one".formatted(path, other, rule));
      }
      return this;
    }

    /** The rules so far. */
    public MergeRules build() {
      List<Place> places = new ArrayList<>();
      rules.forEach((path, rule) -> places.add(new Place(path, rule)));
      return places.isEmpty() ? NONE : new MergeRules(places);
    }

    private static int comparePaths(List<String> left, List<String> right) {
      for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
        int compared = EXACT_FIRST.compare(left.get(i), right.get(i));
        if (compared != 0) {
          return compared;
        }
      }
      return Integer.compare(left.size(), right.size());
    }
  }

  private static List<String> segments(String path) {
    if (!path.startsWith("/") || BAD_ESCAPE.matcher(path).find()) {
      throw new IllegalArgumentException(
          "'%s' is not the path of a merge rule; expected a JSON Pointer such as %s"
              .formatted(path, "/tags or /items/*/tags"));
    }
    return Arrays.stream(path.substring(1).split("/", -1)).map(MergeRules::decode).toList();
  }

  private static String pointer(List<String> path) {
    return path.stream().map(segment -> "/" + encode(segment)).collect(Collectors.joining());
  }

  private static String decode(String segment) {
    return segment.replace("~1", "/").replace("~0", "~");
  }

  /** A field's name as a segment of a JSON Pointer. */
  static String encode(String field) {
    return field.replace("~", "~0").replace("/", "~1");
  }
}
