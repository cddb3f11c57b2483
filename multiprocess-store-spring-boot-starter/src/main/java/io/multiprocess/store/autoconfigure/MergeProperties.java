package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.Merge;
import io.multiprocess.store.MergeRules;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Reads configured merge rules: {@code items.*.tags: set}.
 *
 * <p>A place is named by the fields that lead to it, joined by dots, or by a JSON Pointer, which
 * begins with a slash.
 */
final class MergeProperties {

  private static final String ANY = "*";
  private static final Pattern RULE =
      Pattern.compile(
          "(set|sequence|counter)|keyed\\(\\s*(\\S.*?)\\s*\\)", Pattern.CASE_INSENSITIVE);

  private final Environment environment;

  MergeProperties(Environment environment) {
    this.environment = environment;
  }

  /**
   * The rules under a property.
   *
   * @param property name of the property
   * @param bound what Spring Boot read there
   */
  MergeRules rules(String property, Map<String, String> bound) {
    MergeRules.Builder rules = MergeRules.builder();
    withWildcards(property, bound)
        .forEach((place, rule) -> add(rules, property, place, rule.strip()));
    return rules.build();
  }

  private static void add(MergeRules.Builder rules, String property, String place, String rule) {
    Matcher matcher = RULE.matcher(rule);
    if (!matcher.matches()) {
      throw new StoreConfigurationException(
          "%s has the rule '%s' for '%s'; expected set, sequence, counter or keyed(<field>)"
              .formatted(property, rule, place),
          "Correct the rule, for example to keyed(id) for an array of objects that the field 'id' tells apart");
    }
    @Nullable String key = matcher.group(2);
    Merge.As as =
        key != null ? Merge.As.KEYED : Merge.As.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
    try {
      rules.rule(pointer(property, place), as, key != null ? key : "");
    } catch (IllegalArgumentException e) {
      throw new StoreConfigurationException(
          "%s has a rule that cannot be: %s".formatted(property, e.getMessage()),
          "Correct the place '%s' of the rule".formatted(place),
          e);
    }
  }

  private static String pointer(String property, String place) {
    if (place.startsWith("/")) {
      return place;
    }
    String[] fields = place.split("\\.", -1);
    if (Arrays.stream(fields).anyMatch(String::isBlank)) {
      throw new StoreConfigurationException(
          "%s has the place '%s'; expected names of fields, joined by dots"
              .formatted(property, place),
          "Name the place such as address.lines or items.*.tags, or in brackets by a JSON Pointer such as \"[/items/*/tags]\"");
    }
    return Arrays.stream(fields)
        .map(field -> "/" + field.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }

  /**
   * Spring Boot drops a {@code *} that stands in no brackets, so that {@code items.*.tags} arrives
   * as {@code items.tags}; what was written is put in its place.
   */
  private Map<String, String> withWildcards(String property, Map<String, String> bound) {
    Map<String, String> written = written(property + ".");
    Map<String, String> places = new LinkedHashMap<>(bound);
    written.keySet().stream()
        .filter(place -> place.contains(ANY))
        .map(place -> place.replace("." + ANY, "").replace(ANY + ".", ""))
        .forEach(places::remove);
    written.forEach(places::putIfAbsent);
    return places;
  }

  /** Places without brackets as they were written, if one of them has a {@code *}. */
  private Map<String, String> written(String prefix) {
    Map<String, String> written = new LinkedHashMap<>();
    if (environment instanceof ConfigurableEnvironment configurable) {
      for (PropertySource<?> source : configurable.getPropertySources()) {
        for (String name : names(source)) {
          if (name.startsWith(prefix) && !name.contains("[")) {
            String rule = environment.resolvePlaceholders(String.valueOf(source.getProperty(name)));
            written.putIfAbsent(name.substring(prefix.length()), rule);
          }
        }
      }
    }
    return written.keySet().stream().anyMatch(place -> place.contains(ANY)) ? written : Map.of();
  }

  private static String[] names(PropertySource<?> source) {
    return source instanceof EnumerablePropertySource<?> names
        ? names.getPropertyNames()
        : new String[0];
  }
}
