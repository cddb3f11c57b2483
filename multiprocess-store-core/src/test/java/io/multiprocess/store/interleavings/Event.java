package io.multiprocess.store.interleavings;

import java.util.List;

/** One call that has happened. */
final class Event {

  private static final String OWN_TEMPORARY = "/store/.local/tmp/";

  final int process;
  final String call;
  final Object subject;
  final Footprint footprint = new Footprint();
  String outcome = "";

  Event(int process, String call, Object subject) {
    this.process = process;
    this.call = call;
    this.subject = subject;
  }

  /** Whether it changed anything of which another process can take notice. */
  boolean isVisibleChange() {
    return !footprint.isReading()
        && !(subject instanceof MemoryPath path && path.toString().startsWith(OWN_TEMPORARY));
  }

  @Override
  public String toString() {
    String what =
        subject instanceof List<?> paths ? paths.get(0) + " -> " + paths.get(1) : subject + "";
    return "%s %-8s %s%s"
        .formatted(
            (char) ('A' + process),
            call,
            what.replaceAll("-([0-9a-f]{4})[0-9a-f]{28}", "-$1"),
            outcome);
  }
}
