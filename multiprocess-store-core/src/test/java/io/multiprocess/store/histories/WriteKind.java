package io.multiprocess.store.histories;

/** Writes that workers make. */
enum WriteKind {
  CREATE,
  UPDATE,
  UPSERT,
  DELETE,
  SETTLE,
  COMPACT
}
