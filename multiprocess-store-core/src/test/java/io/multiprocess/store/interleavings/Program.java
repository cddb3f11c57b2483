package io.multiprocess.store.interleavings;

import io.multiprocess.store.OnStale;
import java.util.List;

/** What one process does. */
record Program(String name, OnStale onStale, List<? extends Operation> operations) {

  static Program of(Operation... operations) {
    return new Program(List.of(operations).toString(), OnStale.KEEP, List.of(operations));
  }

  static Program rejecting(Operation... operations) {
    return new Program("REJECT" + List.of(operations), OnStale.REJECT, List.of(operations));
  }

  @Override
  public String toString() {
    return name;
  }
}
