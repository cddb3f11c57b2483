package io.multiprocess.store.interleavings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Some processes, each a thread, of which exactly one runs at a time. Before each call the strategy
 * says whose call is next, so that a run is its sequence of choices and nothing else.
 */
final class Run {

  /** More calls than any schedule of a few operations needs: somebody spins. */
  private static final int ENDLESS = 20_000;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "simulated process");
            thread.setDaemon(true);
            return thread;
          });

  private final Strategy strategy;
  private final List<Turn> turns = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Integer> kills = new ArrayList<>();
  private int current = Strategy.NOBODY;
  private boolean brokenOff;
  private volatile boolean over;
  private volatile @Nullable Throwable failure;

  /** A process does not go on: it was killed, or the run is over. */
  static final class ProcessEnd extends Error {
    private static final long serialVersionUID = 1L;

    ProcessEnd() {
      super(null, null, false, false);
    }
  }

  /** A process's side of the handing over. */
  private static final class Turn {
    final int process;
    @Nullable Thread thread;
    volatile boolean granted;
    boolean started;
    boolean ended;

    Turn(int process) {
      this.process = process;
    }
  }

  Run(Strategy strategy) {
    this.strategy = strategy;
  }

  /** Runs the processes to their ends, or until the strategy breaks off. */
  void execute(List<Runnable> processes) {
    CountDownLatch running = new CountDownLatch(processes.size());
    for (int i = 0; i < processes.size(); i++) {
      turns.add(new Turn(i));
    }
    CountDownLatch present = new CountDownLatch(processes.size());
    for (Turn turn : turns) {
      THREADS.execute(
          () -> {
            turn.thread = Thread.currentThread();
            present.countDown();
            run(turn, processes.get(turn.process));
            running.countDown();
          });
    }
    try {
      present.await();
      decide();
      running.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    if (failure != null) {
      throw new IllegalStateException("Simulated process failed", failure);
    }
  }

  private void run(Turn turn, Runnable process) {
    try {
      await(turn);
      process.run();
      turn.ended = true;
      decide();
    } catch (ProcessEnd e) {
      turn.ended = true;
    } catch (Throwable e) {
      failure = e;
      end();
    }
  }

  /** Runs a call of a process when it is its turn. */
  <T> T take(int process, String name, Object subject, Turns.Call<T> call) throws IOException {
    Turn turn = turns.get(process);
    if (over || turn.ended) {
      throw new ProcessEnd();
    }
    if (turn.started) {
      decide();
      await(turn);
    }
    turn.started = true;
    Event event = new Event(process, name, subject);
    events.add(event);
    try {
      T result = call.run(event.footprint);
      happened(turn, event);
      return result;
    } catch (IOException e) {
      event.outcome = " = " + e.getClass().getSimpleName();
      happened(turn, event);
      throw e;
    }
  }

  private void happened(Turn turn, Event event) {
    strategy.happened(this, event);
    if (turn.ended) {
      decide();
      throw new ProcessEnd();
    }
  }

  /** Kills a process: it makes no further call. */
  void kill(int process) {
    turns.get(process).ended = true;
    kills.add(process);
  }

  private void decide() {
    int next = events.size() >= ENDLESS || over ? Strategy.NOBODY : strategy.next(this);
    if (next == Strategy.NOBODY) {
      brokenOff = enabled() > 0;
      end();
      return;
    }
    current = next;
    Turn turn = turns.get(next);
    turn.granted = true;
    if (turn.thread != Thread.currentThread()) {
      LockSupport.unpark(turn.thread);
    }
  }

  private void end() {
    over = true;
    turns.forEach(turn -> LockSupport.unpark(turn.thread));
  }

  private void await(Turn turn) {
    while (!turn.granted) {
      if (over) {
        throw new ProcessEnd();
      }
      LockSupport.park(this);
    }
    turn.granted = false;
    if (over || turn.ended) {
      throw new ProcessEnd();
    }
  }

  int processes() {
    return turns.size();
  }

  boolean isEnabled(int process) {
    return !turns.get(process).ended;
  }

  int enabled() {
    return (int) turns.stream().filter(turn -> !turn.ended).count();
  }

  /** The process that made the last call. */
  int current() {
    return current;
  }

  List<Event> events() {
    return events;
  }

  List<Integer> kills() {
    return kills;
  }

  boolean isEndless() {
    return events.size() >= ENDLESS;
  }

  /** Whether the strategy broke it off while somebody had calls to make. */
  boolean isBrokenOff() {
    return brokenOff;
  }
}
