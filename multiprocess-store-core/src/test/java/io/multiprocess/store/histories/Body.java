package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.List;

/**
 * A revision's file as it lay in the store in the end.
 *
 * @param archived whether it had been moved to the archive
 * @param whole whether it parses, and is what its name proves if the name proves something
 * @param write the write it proves to belong to, or {@link HistoryLog#UNPROVEN}
 * @param bases what it says it was made from
 */
record Body(
    Revision revision, boolean archived, boolean whole, String write, List<Revision> bases) {

  /** Whether it is one of those that npm writes in place. */
  static boolean isNpm(Revision revision) {
    return revision.token().charAt(12) != '8';
  }
}
