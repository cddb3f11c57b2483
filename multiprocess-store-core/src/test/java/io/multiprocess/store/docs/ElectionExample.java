package io.multiprocess.store.docs;

import io.multiprocess.store.Revision;
import java.util.Comparator;
import java.util.List;

/** Who wins, told by names alone. */
final class ElectionExample {

  private ElectionExample() {}

  static Revision winner(List<String> names) {
    // example: winner
    Revision winner =
        names.stream().map(Revision::parse).max(Comparator.naturalOrder()).orElseThrow();
    // end
    return winner;
  }
}
