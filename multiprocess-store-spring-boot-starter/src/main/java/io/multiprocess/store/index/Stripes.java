package io.multiprocess.store.index;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** Locks of objects, some of which share one. */
final class Stripes {

  private final ReentrantLock[] locks;

  Stripes(int count) {
    locks =
        IntStream.range(0, count).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);
  }

  void lock(String id) {
    of(id).lock();
  }

  void unlock(String id) {
    of(id).unlock();
  }

  private ReentrantLock of(String id) {
    return locks[Math.floorMod(id.hashCode(), locks.length)];
  }
}
