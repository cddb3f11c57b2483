package io.multiprocess.store.interleavings;

import java.util.ArrayList;
import java.util.List;

/**
 * What one call read and changed, by which it is known whether two calls can change places.
 *
 * <p>A call that fails has only read what made it fail.
 */
final class Footprint {

  /** A place of which calls take notice. */
  record Spot(Kind kind, long inode, String name) {}

  enum Kind {
    /** What stands at a name in a directory. */
    ENTRY,
    /** The bytes of a file. */
    CONTENT,
    /** The set of names in a directory. Two changes of different names change places. */
    LISTING,
    /** Which operations have ended; an operation that begins takes notice. */
    CLOCK
  }

  private final List<Spot> reads = new ArrayList<>(4);
  private final List<Spot> writes = new ArrayList<>(4);

  void read(Kind kind, long inode, String name) {
    reads.add(new Spot(kind, inode, name));
  }

  void write(Kind kind, long inode, String name) {
    writes.add(new Spot(kind, inode, name));
  }

  /** Something came to a name or went from it. */
  void change(Inode directory, String name) {
    write(Kind.ENTRY, directory.number, name);
    write(Kind.LISTING, directory.number, "");
  }

  boolean isReading() {
    return writes.isEmpty();
  }

  /** Whether the order of the two calls matters to either or to anybody else. */
  boolean conflictsWith(Footprint other) {
    return meets(writes, other.reads) || meets(other.writes, reads) || collides(other);
  }

  private boolean collides(Footprint other) {
    for (Spot spot : writes) {
      if (spot.kind != Kind.LISTING && spot.kind != Kind.CLOCK && other.writes.contains(spot)) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(List<Spot> writes, List<Spot> reads) {
    for (Spot spot : writes) {
      if (reads.contains(spot)) {
        return true;
      }
    }
    return false;
  }
}
