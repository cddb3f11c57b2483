package io.multiprocess.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the npm package elected among many sets of names, as recorded from the package itself. */
public final class ElectionVectors {

  private static final BigInteger LAST_COUNTED = BigInteger.valueOf((1L << 53) - 2);

  private ElectionVectors() {}

  /**
   * One set of names.
   *
   * @param note what is special about it
   * @param names the names in no particular order
   * @param sorted the names in npm's ascending order
   * @param winner the last of them
   * @param foreign the name that npm never wrote as it is, if the vector has one
   * @param json the vector as recorded
   */
  public record Vector(
      String note,
      List<String> names,
      List<String> sorted,
      String winner,
      @Nullable String foreign,
      JsonNode json) {

    private boolean isBeyondCounting() {
      return names.stream()
          .map(name -> new BigInteger(name.substring(0, name.indexOf('-'))))
          .anyMatch(generation -> generation.compareTo(LAST_COUNTED) > 0);
    }

    /** Whether the foreign thing is only odd inside: its name is a revision's. */
    public boolean hasForeignContent() {
      return json.has("content")
          || json.has("bytes")
          || json.has("symlink")
          || (json.has("dir") && Revision.isRevision(Objects.requireNonNull(foreign)));
    }

    @Override
    public String toString() {
      return note + " " + (foreign == null ? names : foreign);
    }
  }

  /** Vectors whose names are all revisions. */
  public static Stream<Vector> valid() {
    return all().filter(vector -> vector.foreign() == null && !vector.isBeyondCounting());
  }

  /** Vectors with generations that JavaScript can write but not count past. */
  public static Stream<Vector> beyondCounting() {
    return all().filter(vector -> vector.foreign() == null && vector.isBeyondCounting());
  }

  /** Vectors with one thing beside a revision that is none. */
  public static Stream<Vector> foreign() {
    return all().filter(vector -> vector.foreign() != null);
  }

  private static Stream<Vector> all() {
    try (InputStream file =
        Objects.requireNonNull(
            ElectionVectors.class.getResourceAsStream("/interop/winner-vectors.json"))) {
      return JsonMapper.shared()
          .readTree(file)
          .get("vectors")
          .valueStream()
          .map(ElectionVectors::vector);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Vector vector(JsonNode json) {
    return new Vector(
        json.get("note").stringValue(),
        strings(json.get("names")),
        strings(json.get("sorted")),
        json.get("winner").stringValue(),
        json.path("foreign").stringValue(null),
        json);
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.stringValue()));
    return strings;
  }
}
