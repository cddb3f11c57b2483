package io.multiprocess.store.interleavings;

import java.util.Comparator;

/**
 * How directories are listed: how many entries a system call returns, and in which order they lie.
 * What is added or removed between two calls is seen or not by where it lies, as on any file system
 * that orders names by a hash.
 *
 * @param pageSize entries for each call; 0 for all at once
 * @param order which of the orders; 0 for that of the names
 * @param early whether an object's directory is listed when its tombstones are opened
 */
record Listing(int pageSize, int order, boolean early) {

  static final Listing AT_ONCE = new Listing(0, 0);

  /** A mistake to be found: an object is listed before its tombstones are. */
  static final Listing BEFORE_TOMBSTONES = new Listing(0, 0, true);

  Listing(int pageSize, int order) {
    this(pageSize, order, false);
  }

  Comparator<String> comparator() {
    return order == 0
        ? Comparator.naturalOrder()
        : Comparator.<String>comparingInt(this::scramble).thenComparing(Comparator.naturalOrder());
  }

  private int scramble(String name) {
    int mixed = name.hashCode() * 0x9E3779B9 + order * 0x85EBCA6B;
    mixed ^= mixed >>> 15;
    mixed *= 0x2C1B3C6D;
    return mixed ^ (mixed >>> 12);
  }
}
