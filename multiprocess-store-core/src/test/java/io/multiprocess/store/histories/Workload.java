package io.multiprocess.store.histories;

import io.multiprocess.store.file.Durability;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What all workers of a run have in common.
 *
 * <p>A few objects at a time are fought over. They are replaced by others after each epoch, which
 * all processes count by the machine's monotonic clock, because an object that has died thousands
 * of times tells nothing that a younger one does not.
 *
 * @param seed chooses all operations
 * @param origin nanoseconds of the monotonic clock when the first epoch began
 * @param epoch how long a set of objects is used
 * @param durability of the JVMs' stores
 */
record Workload(long seed, long origin, Duration epoch, Durability durability) {

  /** Edited by every process, the npm package's included. */
  private static final String SHARED = "shared";

  /** Edited by JVMs only, in a store that keeps stale edits. */
  private static final String KEPT = "kept";

  /** Edited by JVMs only, in a store that rejects stale edits. */
  private static final String STRICT = "strict";

  private static final List<String> NAMES =
      List.of(
          "shared-0",
          "shared-1",
          "shared-2",
          "kept-0",
          "kept-1",
          "kept-2",
          "strict-0",
          "strict-1",
          "strict-2");

  static boolean isShared(String object) {
    return object.startsWith(SHARED);
  }

  static boolean isStrict(String object) {
    return object.startsWith(STRICT);
  }

  static boolean isKept(String object) {
    return object.startsWith(KEPT);
  }

  /** Words that {@link #parse} reads; the npm worker reads them too. */
  List<String> arguments() {
    return List.of(
        Long.toString(seed),
        Long.toString(origin),
        Long.toString(epoch.toNanos()),
        durability.name());
  }

  static Workload parse(List<String> arguments) {
    return new Workload(
        Long.parseLong(arguments.get(0)),
        Long.parseLong(arguments.get(1)),
        Duration.ofNanos(Long.parseLong(arguments.get(2))),
        Durability.valueOf(arguments.get(3)));
  }

  /** The operations of one thread of one life of a worker. */
  Random random(String worker, int life, int thread) {
    return new Random(seed * 31 + worker.hashCode() * 1_000_003L + life * 131L + thread);
  }

  long currentEpoch() {
    return (System.nanoTime() - origin) / epoch.toNanos();
  }

  /** An object to do something with now. */
  String any(Random random) {
    return name(NAMES.get(random.nextInt(NAMES.size())), currentEpoch());
  }

  /** Objects of an epoch. */
  List<String> objects(long ofEpoch) {
    return NAMES.stream().map(name -> name(name, ofEpoch)).toList();
  }

  /** Objects of the epochs before one. */
  Stream<String> objectsBefore(long end) {
    return LongStream.range(0, end).boxed().flatMap(e -> objects(e).stream());
  }

  private static String name(String name, long ofEpoch) {
    return name + "-" + ofEpoch;
  }
}
