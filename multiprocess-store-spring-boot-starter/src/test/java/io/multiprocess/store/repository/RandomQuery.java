package io.multiprocess.store.repository;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A query in parts, and the method that states it. */
record RandomQuery(
    int number,
    Form form,
    int first,
    List<List<Condition>> alternatives,
    boolean allIgnoreCase,
    List<Ordering> orderings) {

  enum Form {
    LIST,
    COUNT,
    EXISTS,
    PAGE,
    WINDOW
  }

  enum Kind {
    TEXT,
    NUMBER,
    MOMENT,
    HUE,
    TRUTH
  }

  /** A path of the subject's properties, as it is in a method's name. */
  enum Property {
    NAME("Name", "String", Kind.TEXT, false),
    AGE("Age", "Integer", Kind.NUMBER, false),
    SCORE("Score", "Double", Kind.NUMBER, false),
    PAY("Pay", "BigDecimal", Kind.NUMBER, false),
    SEEN("Seen", "Instant", Kind.MOMENT, false),
    HUE("Hue", "Hue", Kind.HUE, false),
    LIVE("Live", "Boolean", Kind.TRUTH, false),
    TAGS("Tags", "String", Kind.TEXT, true),
    TOWN("PlaceTown", "String", Kind.TEXT, false),
    CODE("PlaceCode", "Integer", Kind.NUMBER, false),
    LABEL("PiecesLabel", "String", Kind.TEXT, false),
    WEIGHT("PiecesWeight", "Long", Kind.NUMBER, false);

    final String path;
    final String type;
    final Kind kind;
    final boolean collection;

    Property(String path, String type, Kind kind, boolean collection) {
      this.path = path;
      this.type = type;
      this.kind = kind;
      this.collection = collection;
    }

    boolean isSortable() {
      return !collection && !path.startsWith("Pieces");
    }
  }

  enum Keyword {
    IS("|Is|Equals"),
    NOT("Not|IsNot"),
    LESS("LessThan|IsLessThan"),
    LESS_OR_EQUAL("LessThanEqual"),
    GREATER("GreaterThan|IsGreaterThan"),
    GREATER_OR_EQUAL("GreaterThanEqual"),
    BEFORE("Before"),
    AFTER("IsAfter"),
    BETWEEN("Between"),
    IN("In|IsIn"),
    NOT_IN("NotIn"),
    LIKE("Like"),
    NOT_LIKE("NotLike"),
    STARTING("StartingWith|StartsWith"),
    ENDING("EndingWith|IsEndingWith"),
    CONTAINING("Containing|Contains"),
    NOT_CONTAINING("NotContaining"),
    NULL("IsNull|Null"),
    NOT_NULL("IsNotNull|Exists"),
    EMPTY("IsEmpty"),
    NOT_EMPTY("NotEmpty"),
    TRUE("True|IsTrue"),
    FALSE("IsFalse");

    private final String words;

    Keyword(String words) {
      this.words = words;
    }

    List<String> words() {
      return List.of(words.split("\\|", -1));
    }

    boolean suits(Property property) {
      boolean ordered = property.kind != Kind.TRUTH || this == IS || this == NOT;
      return switch (this) {
        case LIKE, STARTING, ENDING -> property.kind == Kind.TEXT;
        case NOT, NOT_IN -> !property.collection;
        case NOT_LIKE -> property.kind == Kind.TEXT && !property.collection;
        case CONTAINING, NOT_CONTAINING, EMPTY, NOT_EMPTY -> property.kind == Kind.TEXT;
        case TRUE, FALSE -> property.kind == Kind.TRUTH;
        case NULL, NOT_NULL, IN -> true;
        default -> ordered;
      };
    }

    int argumentCount() {
      return switch (this) {
        case NULL, NOT_NULL, EMPTY, NOT_EMPTY, TRUE, FALSE -> 0;
        case BETWEEN -> 2;
        default -> 1;
      };
    }
  }

  record Ordering(Property property, boolean descending) {}

  /** Not a value: equal ones may stand in one query. */
  static final class Condition {

    final Property property;
    final Keyword keyword;
    final String word;
    final boolean ignoreCase;
    final boolean array;

    Condition(Random random) {
      property = any(random, List.of(Property.values()));
      keyword =
          any(random, Arrays.stream(Keyword.values()).filter(k -> k.suits(property)).toList());
      word = any(random, keyword.words());
      ignoreCase = property.kind == Kind.TEXT && random.nextInt(3) == 0;
      array = random.nextBoolean();
    }

    String name() {
      return property.path + word + (ignoreCase ? "IgnoreCase" : "");
    }

    String parameterType() {
      boolean many = keyword == Keyword.IN || keyword == Keyword.NOT_IN;
      return !many ? property.type : array ? property.type + "[]" : "List<" + property.type + ">";
    }

    List<@Nullable Object> randomArguments(Random random) {
      List<@Nullable Object> arguments = new ArrayList<>();
      for (int i = 0; i < keyword.argumentCount(); i++) {
        boolean many = keyword == Keyword.IN || keyword == Keyword.NOT_IN;
        arguments.add(many ? values(random) : Subject.maybe(random, value(random)));
      }
      return arguments;
    }

    private Object values(Random random) {
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(value(random));
      }
      return array ? array(values) : values;
    }

    private Object[] array(List<Object> values) {
      Function<Integer, Object[]> maker =
          switch (property.type) {
            case "String" -> String[]::new;
            case "Integer" -> Integer[]::new;
            case "Long" -> Long[]::new;
            case "Double" -> Double[]::new;
            case "Boolean" -> Boolean[]::new;
            case "Hue" -> Subject.Hue[]::new;
            case "Instant" -> java.time.Instant[]::new;
            default -> java.math.BigDecimal[]::new;
          };
      return values.toArray(maker.apply(0));
    }

    private Object value(Random random) {
      return switch (property.type) {
        case "String" ->
            keyword == Keyword.LIKE || keyword == Keyword.NOT_LIKE
                ? any(random, List.of("%", "_", "a%", "%B", "%\\%", "b\\_c", "_b", "", "%b%", "ab"))
                : Subject.word(random);
        case "Integer" -> random.nextInt(5);
        case "Long" -> (long) random.nextInt(4);
        case "Double" -> random.nextInt(5) / 2.0;
        case "Boolean" -> random.nextBoolean();
        case "Hue" -> Subject.hue(random);
        case "Instant" -> Subject.moment(random);
        default -> Subject.decimal(random);
      };
    }
  }

  static RandomQuery of(Random random, int number) {
    List<List<Condition>> alternatives = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      List<Condition> conditions = new ArrayList<>();
      for (int j = 1 + random.nextInt(2); j > 0; j--) {
        conditions.add(new Condition(random));
      }
      alternatives.add(conditions);
    }
    Form form = any(random, List.of(Form.values()));
    List<Ordering> orderings = new ArrayList<>();
    boolean ordered = form != Form.COUNT && form != Form.EXISTS;
    for (int i = ordered ? random.nextInt(3) : 0; i > 0; i--) {
      Property property =
          any(random, Arrays.stream(Property.values()).filter(Property::isSortable).toList());
      orderings.add(new Ordering(property, random.nextBoolean()));
    }
    int first =
        form == Form.WINDOW
            ? 2
            : form == Form.LIST && random.nextBoolean() ? 1 + random.nextInt(3) : 0;
    return new RandomQuery(number, form, first, alternatives, random.nextInt(4) == 0, orderings);
  }

  List<Condition> conditions() {
    return alternatives.stream().flatMap(List::stream).toList();
  }

  /** Unique by its number, which the subject of a method's name may hold. */
  String methodName() {
    String subject =
        switch (form) {
          case COUNT -> "count";
          case EXISTS -> "exists";
          default -> "find";
        };
    String limit = first == 0 ? "" : "First" + first;
    String predicate =
        alternatives.stream()
            .map(all -> all.stream().map(Condition::name).collect(Collectors.joining("And")))
            .collect(Collectors.joining("Or"));
    String order =
        orderings.stream()
            .map(each -> each.property().path + (each.descending() ? "Desc" : "Asc"))
            .collect(Collectors.joining());
    return subject
        + limit
        + "N%dBy".formatted(number)
        + predicate
        + (allIgnoreCase ? "AllIgnoreCase" : "")
        + (order.isEmpty() ? "" : "OrderBy" + order);
  }

  String declaration() {
    String returned =
        switch (form) {
          case LIST -> "List<Subject>";
          case COUNT -> "long";
          case EXISTS -> "boolean";
          case PAGE -> "Page<Subject>";
          case WINDOW -> "Window<Subject>";
        };
    List<String> parameters = new ArrayList<>();
    for (Condition condition : conditions()) {
      for (int i = 0; i < condition.keyword.argumentCount(); i++) {
        parameters.add(condition.parameterType() + " p" + parameters.size());
      }
    }
    if (form == Form.PAGE) {
      parameters.add("Pageable pageable");
    }
    if (form == Form.WINDOW) {
      parameters.add("ScrollPosition position");
    }
    return "%s %s(%s);".formatted(returned, methodName(), String.join(", ", parameters));
  }

  private static <V> V any(Random random, List<V> values) {
    return values.get(random.nextInt(values.size()));
  }
}
