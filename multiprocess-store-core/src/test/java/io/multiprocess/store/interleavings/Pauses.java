package io.multiprocess.store.interleavings;

/**
 * The second process ends its first operation, so that it remembers what it saw. The first goes on
 * until it has made one visible change, then the second makes some calls, then the first some more
 * changes; then the second finishes, and the first.
 */
final class Pauses implements Strategy {

  private final int calls;
  private final int changesAtSecondPause;
  private boolean begun;
  private int changed;
  private int called;

  Pauses(int calls, int changes) {
    this.calls = calls;
    this.changesAtSecondPause = 1 + changes;
  }

  @Override
  public int next(Run run) {
    int wanted;
    if (!begun) {
      wanted = 1;
    } else if (changed == 0) {
      wanted = 0;
    } else if (called < calls) {
      wanted = 1;
    } else {
      wanted = changed < changesAtSecondPause ? 0 : 1;
    }
    if (run.isEnabled(wanted)) {
      return wanted;
    }
    return run.enabled() > 0 ? 1 - wanted : NOBODY;
  }

  @Override
  public void happened(Run run, Event event) {
    if (!begun) {
      begun = event.call.equals("end");
    } else if (event.process == 1) {
      called++;
    } else if (event.isVisibleChange()) {
      changed++;
    }
  }
}
