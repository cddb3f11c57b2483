package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.List;

/**
 * What one process said of an object when nothing happened any more.
 *
 * @param winner at most one
 * @param history live revisions that are whole, greatest first; not told by the npm package
 * @param rivals members of conflicts; not told by the npm package
 */
record Survey(
    String log,
    String object,
    List<Read.Seen> winner,
    List<Read.Seen> history,
    List<Revision> rivals) {

  boolean isByNpm() {
    return log.startsWith("npm");
  }
}
