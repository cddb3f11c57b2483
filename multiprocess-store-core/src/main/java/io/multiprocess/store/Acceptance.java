package io.multiprocess.store;

/** What became of a file that was offered to a {@link Replica}. */
public enum Acceptance {

  /** It is in the store now, and was not before. */
  ACCEPTED,

  /** It is in the store already, or all that it says is known. */
  KNOWN,

  /** It is a revision that is dead in this store. */
  RETIRED,

  /** It is a tombstone beyond the age at which tombstones are purged. */
  OUTDATED,

  /** Its bytes are not what its name promises, or are beyond the limits of this store. */
  DAMAGED
}
