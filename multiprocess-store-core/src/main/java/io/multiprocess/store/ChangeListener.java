package io.multiprocess.store;

/**
 * Is told of changes as they happen.
 *
 * <p>Each feed has a thread of its own, on which its listener is called with one change after the
 * other. While a listener takes its time, later changes of one object become one. What it throws is
 * logged, and the next change is told; who must not miss a change remembers its {@linkplain
 * Change#position position} once it has been dealt with.
 */
@FunctionalInterface
public interface ChangeListener {

  /** An object has changed. */
  void changed(Change change);

  /**
   * Nobody knows any more what was told at the position: what follows begins anew, with every
   * object and every known deletion. Objects that are not told again are gone.
   */
  default void begunAnew() {}
}
