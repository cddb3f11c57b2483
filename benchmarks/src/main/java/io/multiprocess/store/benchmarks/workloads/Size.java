package io.multiprocess.store.benchmarks.workloads;

import java.util.List;

/**
 * How much is measured. The small one proves that everything runs; its figures mean nothing.
 *
 * @param name what it is asked for as
 * @param rounds how often everything is measured, each contender in turn
 * @param forks JVMs for each single operation and round; 0 measures in this one
 * @param objects objects of a store in which single operations are measured
 * @param warmupMillis half of how long something is done before it is measured; long enough to be
 *     compiled on a machine that does other things as well
 * @param slices how many slices are measured
 * @param sliceMillis how long each is
 * @param histories lengths of histories
 * @param processes how many processes work at once
 * @param processMillis how long they work
 * @param processRounds how often they do
 * @param bulk how many objects are created in bulk
 * @param many how many objects there are where there are many
 * @param manyRounds how often these are looked at, each in a fresh process
 * @param million how many there are where growth is looked at; 0 for not at all
 * @param calls over how many operations system calls are counted
 */
public record Size(
    String name,
    int rounds,
    int forks,
    int objects,
    int warmupMillis,
    int slices,
    int sliceMillis,
    List<Integer> histories,
    int processes,
    int processMillis,
    int processRounds,
    int bulk,
    int many,
    int manyRounds,
    int million,
    int calls) {

  /** The fewest objects that processes share. */
  static final int SHARED_OBJECTS = 10;

  private static final Size SMALL =
      new Size("small", 1, 0, 100, 20, 1, 40, List.of(1, 100), 2, 300, 1, 20, 100, 1, 0, 50);
  private static final Size FULL =
      new Size(
          "full",
          3,
          1,
          1000,
          5000,
          3,
          300,
          List.of(1, 100, 1000, 10_000),
          4,
          5000,
          2,
          10_000,
          100_000,
          2,
          0,
          2000);

  /** The size of a name: {@code small}, {@code brief}, {@code full}, or {@code million}. */
  public static Size of(String name) {
    return switch (name) {
      case "small" -> SMALL;
      case "brief" -> FULL.brief();
      case "full" -> FULL;
      case "million" -> FULL.withMillion(1_000_000);
      default ->
          throw new IllegalArgumentException(
              "'%s' is no size; expected small, brief, full or million".formatted(name));
    };
  }

  /** Whether only to prove that everything runs: the figures mean nothing then. */
  boolean isTrial() {
    return forks == 0;
  }

  /** How long processes work before they are measured: they share the processors to be compiled. */
  int processWarmupMillis() {
    return isTrial() ? warmupMillis : 12 * warmupMillis;
  }

  /** One round of everything. */
  private Size brief() {
    return new Size(
        "brief",
        1,
        forks,
        objects,
        warmupMillis,
        slices,
        sliceMillis,
        histories,
        processes,
        processMillis,
        1,
        bulk,
        many,
        1,
        million,
        calls / 4);
  }

  private Size withMillion(int value) {
    return new Size(
        "million",
        rounds,
        forks,
        objects,
        warmupMillis,
        slices,
        sliceMillis,
        histories,
        processes,
        processMillis,
        processRounds,
        bulk,
        many,
        manyRounds,
        value,
        calls);
  }
}
