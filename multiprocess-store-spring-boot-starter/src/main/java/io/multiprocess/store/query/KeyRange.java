package io.multiprocess.store.query;

import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one kind between two bounds; null if there is no bound on that side.
 *
 * @param lower the lower bound
 * @param includesLower whether it is within
 * @param upper the upper bound, not below the lower one
 * @param includesUpper whether it is within
 */
record KeyRange(
    @Nullable Object lower, boolean includesLower, @Nullable Object upper, boolean includesUpper) {

  static KeyRange only(Object key) {
    return new KeyRange(key, true, key, true);
  }

  static KeyRange below(Object key, boolean inclusive) {
    return new KeyRange(null, false, key, inclusive);
  }

  static KeyRange above(Object key, boolean inclusive) {
    return new KeyRange(key, inclusive, null, false);
  }

  /** Text is ordered by its characters, so that what begins alike stands together. */
  static KeyRange startingWith(String prefix) {
    int end = prefix.length();
    while (end > 0 && prefix.charAt(end - 1) == Character.MAX_VALUE) {
      end--;
    }
    String next =
        end == 0 ? null : prefix.substring(0, end - 1) + (char) (prefix.charAt(end - 1) + 1);
    return new KeyRange(prefix, true, next, false);
  }

  /** The kind of the keys. */
  Class<?> kind() {
    Object bound = lower == null ? upper : lower;
    if (bound == null) {
      throw new IllegalStateException("A range has no bound; expected one at least");
    }
    return Values.kind(bound);
  }

  /** The part of a map by keys of this kind that is within. */
  <V> NavigableMap<Object, V> of(NavigableMap<Object, V> map) {
    NavigableMap<Object, V> part = map;
    if (lower != null) {
      part = part.tailMap(lower, includesLower);
    }
    return upper == null ? part : part.headMap(upper, includesUpper);
  }
}
