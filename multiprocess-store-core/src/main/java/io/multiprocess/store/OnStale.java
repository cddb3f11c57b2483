package io.multiprocess.store;

/** What becomes of an edit whose base is no longer the winner. */
public enum OnStale {

  /** It is published all the same; both edits are kept and show as a conflict. */
  KEEP,

  /**
   * It is refused with a {@link StaleRevisionException}. Exact among the processes of this library
   * that reject: of all edits of one base, one is published. Writers that keep, and npm processes,
   * can still make a conflict.
   */
  REJECT,

  /**
   * It is published all the same, and then merged with what stands there, if that leaves no clash;
   * otherwise both edits are kept and show as a conflict.
   */
  MERGE
}
