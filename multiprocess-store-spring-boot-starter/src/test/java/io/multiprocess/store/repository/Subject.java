package io.multiprocess.store.repository;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** What random queries are about. Values are few, so that they meet often. */
public record Subject(
    @Id String id,
    @Nullable String name,
    int age,
    @Nullable Double score,
    @Nullable BigDecimal pay,
    @Nullable Instant seen,
    @Nullable Hue hue,
    @Nullable Boolean live,
    @Nullable List<String> tags,
    @Nullable Place place,
    List<Piece> pieces) {

  /** An enumeration. */
  public enum Hue {
    RED,
    GREEN,
    BLUE
  }

  /** An object in the object. */
  public record Place(@Nullable String town, int code) {}

  /** An object in a list. */
  public record Piece(@Nullable String label, long weight) {}

  private static final List<String> WORDS = List.of("", "a", "A", "ab", "Ab", "b%", "b_c", "ÄB");

  static List<Subject> randomOnes(Random random, int count) {
    Map<String, Subject> subjects = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String id = "s" + random.nextInt(20);
      subjects.put(id, random(random, id));
    }
    return new ArrayList<>(subjects.values());
  }

  private static Subject random(Random random, String id) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      pieces.add(new Piece(maybe(random, word(random)), random.nextInt(4)));
    }
    return new Subject(
        id,
        maybe(random, word(random)),
        random.nextInt(5),
        maybe(random, random.nextInt(5) / 2.0),
        maybe(random, decimal(random)),
        maybe(random, moment(random)),
        maybe(random, hue(random)),
        maybe(random, random.nextBoolean()),
        maybe(random, words(random)),
        maybe(random, new Place(maybe(random, word(random)), random.nextInt(4))),
        pieces);
  }

  static <V> @Nullable V maybe(Random random, V value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  static List<String> words(Random random) {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      words.add(word(random));
    }
    return words;
  }

  /** One number in several scales. */
  static BigDecimal decimal(Random random) {
    return new BigDecimal(random.nextInt(4)).setScale(random.nextInt(3));
  }

  static Instant moment(Random random) {
    return Instant.ofEpochSecond(random.nextInt(4));
  }

  static Hue hue(Random random) {
    return Hue.values()[random.nextInt(3)];
  }
}
