package io.multiprocess.store.histories;

/** Reads that workers make. */
enum ReadKind {
  /** The winner, or nothing. */
  WINNER,
  /** The winner, or nothing, by a process of the npm package, which knows no tombstones. */
  NPM,
  /** One revision with its document, or {@link HistoryLog#ABSENT} in its place. */
  REVISION,
  /** Told that there is no such object. */
  ABSENT,
  /** All live revisions with their documents. */
  HISTORY,
  /** All rivals, by name. */
  RIVALS
}
