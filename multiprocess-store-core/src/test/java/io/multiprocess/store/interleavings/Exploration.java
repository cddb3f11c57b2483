package io.multiprocess.store.interleavings;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All schedules of some processes that differ in more than the order of calls which do not notice
 * each other: of each such class at least one schedule is run, from the beginning.
 *
 * <p>Dynamic partial-order reduction with source sets and sleep sets (Abdulla, Aronis, Jonsson,
 * Sagonas, POPL 2014). Where two calls of different processes conflict and nothing orders them, the
 * other order is tried too; what was tried is not tried again until a call has made it different.
 *
 * <p>A process may be killed after its n-th visible change. To be killed anywhere before the next
 * one is the same for everybody else.
 */
final class Exploration implements Strategy {

  /** A point of a schedule at which a choice was made. */
  private static final class Node {
    final Map<Integer, Footprint> sleep;
    final BitSet backtrack = new BitSet();
    int chosen;
    Footprint footprint = new Footprint();
    int[] clock = {};

    Node(Map<Integer, Footprint> sleep) {
      this.sleep = sleep;
    }
  }

  private final int victim;
  private final int changesBeforeKill;
  private final List<Node> path = new ArrayList<>();
  private boolean begun;
  private int changes;
  private boolean killed;

  /** Kills nobody. */
  Exploration() {
    this(NOBODY, 0);
  }

  Exploration(int victim, int changesBeforeKill) {
    this.victim = victim;
    this.changesBeforeKill = changesBeforeKill;
  }

  /** Whether the victim was ever killed with calls still to make. */
  boolean hasKilled() {
    return killed;
  }

  /** Before each run: whether there is another schedule to run. */
  boolean advance() {
    changes = 0;
    if (!begun) {
      begun = true;
      return true;
    }
    while (!path.isEmpty()) {
      Node last = path.get(path.size() - 1);
      last.sleep.put(last.chosen, last.footprint);
      for (int p = last.backtrack.nextSetBit(0); p >= 0; p = last.backtrack.nextSetBit(p + 1)) {
        if (!last.sleep.containsKey(p)) {
          last.chosen = p;
          last.clock = new int[0];
          return true;
        }
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  @Override
  public int next(Run run) {
    int depth = run.events().size();
    if (depth < path.size()) {
      return path.get(depth).chosen;
    }
    Node node = new Node(sleepAt(depth));
    int chosen = NOBODY;
    for (int p = run.processes() - 1; p >= 0; p--) {
      if (run.isEnabled(p)
          && !node.sleep.containsKey(p)
          && (chosen == NOBODY || p == run.current())) {
        chosen = p;
      }
    }
    if (chosen != NOBODY) {
      node.chosen = chosen;
      node.backtrack.set(chosen);
      path.add(node);
    }
    return chosen;
  }

  private Map<Integer, Footprint> sleepAt(int depth) {
    Map<Integer, Footprint> sleep = new HashMap<>();
    if (depth > 0) {
      Node before = path.get(depth - 1);
      before.sleep.forEach(
          (process, footprint) -> {
            if (process != before.chosen && !footprint.conflictsWith(before.footprint)) {
              sleep.put(process, footprint);
            }
          });
    }
    return sleep;
  }

  @Override
  public void happened(Run run, Event event) {
    int depth = run.events().size() - 1;
    Node node = path.get(depth);
    if (node.chosen != event.process) {
      throw new IllegalStateException("Schedule is not followed at call %d".formatted(depth));
    }
    if (node.clock.length == 0) {
      node.footprint = event.footprint;
      node.clock = order(run.processes(), depth);
    }
    if (event.process == victim && event.isVisibleChange() && ++changes == changesBeforeKill) {
      run.kill(victim);
      killed = true;
    }
  }

  /** Which calls come before this one in every order; those that race with it are noted. */
  private int[] order(int processes, int depth) {
    Node node = path.get(depth);
    int[] clock = new int[processes];
    int i = depth - 1;
    while (i >= 0 && path.get(i).chosen != node.chosen) {
      i--;
    }
    if (i >= 0) {
      clock = path.get(i).clock.clone();
    }
    for (int earlier = depth - 1; earlier >= 0; earlier--) {
      Node other = path.get(earlier);
      if (other.chosen != node.chosen
          && clock[other.chosen] <= earlier
          && node.footprint.conflictsWith(other.footprint)) {
        noteRace(earlier, depth);
        for (int p = 0; p < processes; p++) {
          clock[p] = Math.max(clock[p], other.clock[p]);
        }
      }
    }
    clock[node.chosen] = depth + 1;
    return clock;
  }

  /** Has the later of two racing calls tried before the earlier, with what must come before it. */
  private void noteRace(int earlier, int later) {
    Node first = path.get(earlier);
    BitSet initials = new BitSet();
    List<Integer> independent = new ArrayList<>();
    for (int i = earlier + 1; i <= later; i++) {
      Node node = path.get(i);
      boolean comesAfter = i < later && node.clock[first.chosen] > earlier;
      if (comesAfter) {
        continue;
      }
      if (independent.stream().noneMatch(before -> precedes(before, node, later))) {
        initials.set(node.chosen);
      }
      independent.add(i);
    }
    if (!first.backtrack.intersects(initials)) {
      first.backtrack.set(initials.nextSetBit(0));
    }
  }

  private boolean precedes(int before, Node node, int later) {
    Node other = path.get(before);
    if (node == path.get(later)) {
      return other.chosen == node.chosen || other.footprint.conflictsWith(node.footprint);
    }
    return node.clock[other.chosen] > before;
  }
}
