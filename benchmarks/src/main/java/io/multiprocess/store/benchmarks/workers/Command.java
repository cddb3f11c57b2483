package io.multiprocess.store.benchmarks.workers;

/**
 * What a worker is told to do, one JSON line.
 *
 * @param op the operation
 * @param first number of the first object it is about
 * @param count how many objects it is about
 * @param bytes about how long their documents are
 * @param edits how often each of them is edited, where that is the operation
 * @param slices how often to do it; each is timed by itself
 * @param millis how long a slice is; 0 for one pass over the objects
 */
public record Command(Op op, int first, int count, int bytes, int edits, int slices, int millis) {

  /** What a worker can do. */
  public enum Op {
    /** Creates the objects one by one. */
    CREATE,
    /** Creates the objects together, a thousand at a time. */
    CREATE_ALL,
    /** Reads the objects, at random in a slice of time, in their order in a pass. */
    GET,
    /** Raises the counters of the objects, in the same orders. */
    UPDATE,
    /** Edits each of the objects many times, each time what the last edit left. */
    GROW,
    /** Reads all objects once in each slice. */
    SCAN,
    /** Counts the conflicts of all objects once in each slice. */
    COUNT_CONFLICTS,
    /** Closes, opens again and reads an object in each slice. */
    REOPEN,
    /** Adds up the updates that are kept of the objects. */
    KEPT,
    /** Adds up the counters of the objects. */
    SHOWN,
    /** Tells how many bytes of the heap are in use after a collection. */
    HEAP
  }

  /** A pass over objects. */
  public static Command pass(Op op, int first, int count) {
    return new Command(op, first, count, 0, 0, 1, 0);
  }

  /** Slices of time at random objects. */
  public static Command timed(Op op, int first, int count, int slices, int millis) {
    return new Command(op, first, count, 0, 0, slices, millis);
  }

  /** Something that is about all objects, done several times. */
  public static Command times(Op op, int slices) {
    return new Command(op, 0, 1, 0, 0, slices, 0);
  }

  /** The same about documents of another length. */
  public Command withBytes(int value) {
    return new Command(op, first, count, value, edits, slices, millis);
  }

  /** Edits of each of some objects, each of what the last one left. */
  public static Command grow(int first, int count, int edits) {
    return new Command(Op.GROW, first, count, 0, edits, 1, 0);
  }
}
