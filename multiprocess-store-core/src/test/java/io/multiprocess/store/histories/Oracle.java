package io.multiprocess.store.histories;

import java.util.function.Consumer;

/** One sentence of the promise, and how to find where a history breaks it. */
@FunctionalInterface
interface Oracle {

  /** Tells every violation in the history of one object. */
  void check(ObjectHistory object, Consumer<String> violations);
}
