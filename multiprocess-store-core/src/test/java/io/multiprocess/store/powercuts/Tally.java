package io.multiprocess.store.powercuts;

import java.util.ArrayList;
import java.util.List;

/** What was found after a number of power cuts. */
final class Tally {

  private static final int TOLD_VIOLATIONS = 20;

  private final List<String> violations = new ArrayList<>();
  private int cuts;
  private int acknowledged;
  private int lost;
  private int damaged;
  private int servedDamaged;

  void countCut(int acknowledgedBefore) {
    cuts++;
    acknowledged += acknowledgedBefore;
  }

  void countLost() {
    lost++;
  }

  void countDamaged(int revisions) {
    damaged += revisions;
  }

  void countServedDamaged() {
    servedDamaged++;
  }

  void violated(String what) {
    violations.add("cut %d: %s".formatted(cuts, what));
  }

  /** Cuts so far. */
  int cuts() {
    return cuts;
  }

  /** Acknowledged revisions that were gone after a cut, each counted for every cut. */
  int lost() {
    return lost;
  }

  /** Files of live revisions that were not what had been written, each for every cut. */
  int damaged() {
    return damaged;
  }

  /** Documents that a store handed out and nobody had written. */
  int servedDamaged() {
    return servedDamaged;
  }

  /** What contradicts the promises, the first few of it. */
  List<String> violations() {
    return violations.subList(0, Math.min(violations.size(), TOLD_VIOLATIONS));
  }

  /** Prints the figures; a test that passes leaves nothing else to look at. */
  void report(String title) {
    System.out.println(title + ": " + this);
  }

  @Override
  public String toString() {
    return "%d cuts, %d acknowledged, %d lost, %d damaged, %d served damaged, %d violations"
        .formatted(cuts, acknowledged, lost, damaged, servedDamaged, violations.size());
  }
}
