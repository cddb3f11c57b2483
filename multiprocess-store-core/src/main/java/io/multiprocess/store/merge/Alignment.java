package io.multiprocess.store.merge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a list stand in another one, in the same order: a longest common subsequence,
 * found by the algorithm of Hunt and Szymanski between the common start and the common end.
 */
final class Alignment {

  /** Past so many equal pairs only the common start and end are aligned. */
  private static final int MOST_PAIRS = 1_000_000;

  private final List<JsonKey> from;
  private final List<JsonKey> to;
  private final int[] places;

  private Alignment(List<JsonKey> from, List<JsonKey> to) {
    this.from = from;
    this.to = to;
    this.places = new int[from.size()];
    Arrays.fill(places, -1);
  }

  /** For each element of the first list its index in the second one, or -1. */
  static int[] of(List<JsonKey> from, List<JsonKey> to) {
    Alignment alignment = new Alignment(from, to);
    alignment.align();
    return alignment.places;
  }

  private void align() {
    int shorter = Math.min(from.size(), to.size());
    int start = 0;
    while (start < shorter && from.get(start).equals(to.get(start))) {
      places[start] = start;
      start++;
    }
    int end = 0;
    while (end < shorter - start && from.get(from.size() - 1 - end).equals(fromEnd(end))) {
      places[from.size() - 1 - end] = to.size() - 1 - end;
      end++;
    }
    alignBetween(start, end);
  }

  private JsonKey fromEnd(int end) {
    return to.get(to.size() - 1 - end);
  }

  private void alignBetween(int start, int end) {
    Map<JsonKey, Deque<Integer>> found = new HashMap<>();
    for (int i = start; i < to.size() - end; i++) {
      found.computeIfAbsent(to.get(i), key -> new ArrayDeque<>()).addFirst(i);
    }
    List<JsonKey> middle = from.subList(start, from.size() - end);
    long pairs = middle.stream().mapToLong(key -> at(found, key).size()).sum();
    if (pairs > MOST_PAIRS) {
      return;
    }
    List<Pair> ends = new ArrayList<>();
    for (int i = 0; i < middle.size(); i++) {
      // Backwards, so that no element is followed by another place of its own.
      for (int place : at(found, middle.get(i))) {
        int length = shorterThan(ends, place);
        Pair pair = new Pair(start + i, place, length == 0 ? null : ends.get(length - 1));
        if (length == ends.size()) {
          ends.add(pair);
        } else {
          ends.set(length, pair);
        }
      }
    }
    Pair last = ends.isEmpty() ? null : ends.get(ends.size() - 1);
    for (Pair pair = last; pair != null; pair = pair.before) {
      places[pair.from] = pair.to;
    }
  }

  private static Deque<Integer> at(Map<JsonKey, Deque<Integer>> found, JsonKey key) {
    return found.getOrDefault(key, new ArrayDeque<>());
  }

  /** How many of the subsequences end before the place; longer ones end later. */
  private static int shorterThan(List<Pair> ends, int place) {
    int low = 0;
    int high = ends.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends.get(middle).to < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private record Pair(int from, int to, @Nullable Pair before) {}
}
