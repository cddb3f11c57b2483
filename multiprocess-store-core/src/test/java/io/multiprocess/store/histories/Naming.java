package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.List;
import java.util.Set;

/**
 * When and how a revision came to be named by a tombstone.
 *
 * @param notBefore a moment when no tombstone named it yet
 * @param by a moment when one did
 * @param kinds kinds of the tombstones that were seen to name it
 * @param bases its bases as the tombstone knows them, if it does
 */
record Naming(long notBefore, long by, Set<String> kinds, List<Revision> bases) {

  /** Kinds of tombstones that name only what something greater was made from. */
  static final Set<String> SUPERSEDED = Set.of("compact", "settle");
}
