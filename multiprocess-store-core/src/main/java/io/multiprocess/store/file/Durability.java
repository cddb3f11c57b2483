package io.multiprocess.store.file;

/**
 * What an acknowledged write has survived. A crash of the process alone never loses one. Deletes,
 * and the format marker that comes with a store's first write, are forced fully in each of them.
 */
public enum Durability {

  /** Forced with its directory entry: it survives a power cut. */
  FULL,

  /**
   * Its content is forced before it becomes visible, its directory entry is not: after a power cut
   * the last writes may be missing, but none is damaged.
   */
  FILE,

  /**
   * Left to the operating system: after a power cut the last writes may be missing or damaged.
   * Damage is detected and never served.
   */
  NONE
}
