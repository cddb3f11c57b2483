package io.multiprocess.store.benchmarks.workloads;

/** What is measured, in the order of the report. */
public enum Measure {
  GET("get, hot", Unit.MICROS),
  GET_LONG("get, hot, 10 KiB", Unit.MICROS),
  GET_FOREIGN("get after another process's write", Unit.MICROS),
  GET_1("get, 1 revision", Unit.MICROS),
  GET_100("get, 100 revisions", Unit.MICROS),
  GET_1000("get, 1,000 revisions", Unit.MICROS),
  GET_10000("get, 10,000 revisions", Unit.MICROS),
  CREATE("create", Unit.MICROS),
  UPDATE("update", Unit.MICROS),
  UPDATE_LONG("update, 10 KiB", Unit.MICROS),
  UPDATE_1("update, 1 revision", Unit.MICROS),
  UPDATE_1000("update, 1,000 revisions", Unit.MICROS),
  NEXT_1("update of what was just written, 1 revision", Unit.MICROS),
  NEXT_1000("update of what was just written, 1,000 revisions", Unit.MICROS),
  NEXT_10000("update of what was just written, 10,000 revisions", Unit.MICROS),
  DURABLE_1("update, durable, 1 thread", Unit.MICROS),
  DURABLE_4("update, durable, 4 threads", Unit.MICROS),
  DURABLE_16("update, durable, 16 threads", Unit.MICROS),
  BULK_SINGLE("bulk create, durable, one by one", Unit.MICROS),
  BULK_TOGETHER("bulk create, durable, 1,000 together", Unit.MICROS),
  DISJOINT("processes, own objects", Unit.PER_SECOND),
  DISJOINT_FAIRNESS("processes, own objects: slowest / fastest", Unit.SHARE),
  SAME("processes, same 10 objects", Unit.PER_SECOND),
  SAME_FAIRNESS("processes, same 10 objects: slowest / fastest", Unit.SHARE),
  SAME_LOST("processes, same 10 objects: updates lost", Unit.COUNT),
  SAME_HIDDEN("processes, same 10 objects: updates beside the value", Unit.COUNT),
  ERRORS("processes: operations failed", Unit.COUNT),
  REFUSED("processes: could not open", Unit.COUNT),
  START("many objects: fresh process to first object", Unit.MILLIS),
  OPEN("many objects: open, fresh process", Unit.MILLIS),
  FIRST_GET("many objects: first get after it", Unit.MILLIS),
  REOPEN("many objects: open and get, warm process", Unit.MILLIS),
  SCAN_FIRST("many objects: first scan", Unit.MILLIS),
  SCAN_AGAIN("many objects: scan again", Unit.MILLIS),
  COUNT_FIRST("many objects: first count of conflicts", Unit.MILLIS),
  COUNT_AGAIN("many objects: later count of conflicts", Unit.MILLIS),
  GET_RANDOM("many objects: random get", Unit.MICROS),
  BUILD("many objects: create all", Unit.MICROS),
  DISK("many objects: disk for each", Unit.BYTES),
  HEAP("many objects: heap for each after a scan", Unit.BYTES),
  GET_10K("10,000 objects: get", Unit.MICROS),
  GET_1M("1,000,000 objects: get", Unit.MICROS),
  UPDATE_10K("10,000 objects: update", Unit.MICROS),
  UPDATE_1M("1,000,000 objects: update", Unit.MICROS),
  GET_ALLOCATION("get: heap allocated", Unit.BYTES),
  UPDATE_ALLOCATION("update: heap allocated", Unit.BYTES),
  CREATE_ALLOCATION("create: heap allocated", Unit.BYTES),
  GET_CALLS("get: system calls", Unit.COUNT),
  UPDATE_CALLS("update: system calls", Unit.COUNT),
  CREATE_CALLS("create: system calls", Unit.COUNT);

  private final String title;
  private final Unit unit;

  Measure(String title, Unit unit) {
    this.title = title;
    this.unit = unit;
  }

  /** What it is called in the report. */
  public String title() {
    return title;
  }

  /** What it is measured in. */
  public Unit unit() {
    return unit;
  }

  /** Whether nothing at all can be a result. */
  public boolean mayBeNothing() {
    return unit.isTally() || this == HEAP;
  }

  /** What a figure is counted in. */
  public enum Unit {
    MICROS("µs"),
    MILLIS("ms"),
    BYTES("B"),
    PER_SECOND("/s"),
    SHARE(""),
    COUNT("");

    private final String symbol;

    Unit(String symbol) {
      this.symbol = symbol;
    }

    /** What stands behind the number. */
    public String symbol() {
      return symbol;
    }

    /** Whether more is better. */
    public boolean isRate() {
      return this == PER_SECOND || this == SHARE;
    }

    /** Whether it counts or divides, so that nothing can be a result and a ratio means nothing. */
    public boolean isTally() {
      return this == SHARE || this == COUNT;
    }
  }
}
