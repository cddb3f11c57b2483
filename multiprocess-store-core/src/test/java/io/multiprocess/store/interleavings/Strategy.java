package io.multiprocess.store.interleavings;

/** Decides which process makes the next call. */
interface Strategy {

  int NOBODY = -1;

  /** A process of the run that is enabled, or {@link #NOBODY} to break the run off. */
  int next(Run run);

  /** Hears of each call; may kill its process. */
  void happened(Run run, Event event);
}
