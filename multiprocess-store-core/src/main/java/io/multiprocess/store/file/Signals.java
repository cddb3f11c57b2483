package io.multiprocess.store.file;

import io.multiprocess.store.feed.Delivery.Reach;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hints about where something may have changed, on their way to the thread that looks. What is
 * hinted at twice is looked at once, and too many hints become one to look everywhere.
 */
final class Signals {

  private static final int MANY = 10_000;

  /** Guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition any = lock.newCondition();
  private Set<String> names = new LinkedHashSet<>();
  private List<Question> questions = new ArrayList<>();
  private boolean everywhere;
  private boolean announced;
  private boolean stopped;

  /**
   * What was hinted at.
   *
   * @param names objects
   * @param everywhere whether any object may have changed
   * @param announced whether somebody announces something
   * @param questions to be answered
   * @param stopped whether to stop looking
   */
  record Hints(
      Set<String> names,
      boolean everywhere,
      boolean announced,
      List<Question> questions,
      boolean stopped) {

    /** Whether somebody asks for the writes of everybody. */
    boolean isAskedForAll() {
      return questions.stream().anyMatch(question -> question.reach() == Reach.ALL);
    }
  }

  /**
   * Whether all is seen that was written before somebody asked.
   *
   * @param reach by whom it was written
   * @param answer true if so; false if that cannot be told
   */
  record Question(Reach reach, CompletableFuture<Boolean> answer) {}

  void object(String name) {
    lock.lock();
    try {
      names.add(name);
      if (names.size() > MANY) {
        names.clear();
        everywhere = true;
      }
      any.signal();
    } finally {
      lock.unlock();
    }
  }

  void everywhere() {
    lock.lock();
    try {
      everywhere = true;
      any.signal();
    } finally {
      lock.unlock();
    }
  }

  void announced() {
    lock.lock();
    try {
      announced = true;
      any.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Asks for a look at what was written; true if nothing else can have been. */
  CompletableFuture<Boolean> ask(Reach reach) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    lock.lock();
    try {
      if (stopped) {
        answer.complete(false);
      } else {
        questions.add(new Question(reach, answer));
        any.signal();
      }
      return answer;
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      any.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for hints, or for a time. */
  Hints await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0
          && names.isEmpty()
          && questions.isEmpty()
          && !everywhere
          && !announced
          && !stopped) {
        left = any.awaitNanos(left);
      }
      Hints hints = new Hints(names, everywhere, announced, questions, stopped);
      questions = new ArrayList<>();
      names = new LinkedHashSet<>();
      everywhere = false;
      announced = false;
      return hints;
    } finally {
      lock.unlock();
    }
  }
}
