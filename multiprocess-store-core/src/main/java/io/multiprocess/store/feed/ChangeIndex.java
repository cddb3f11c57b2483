package io.multiprocess.store.feed;

import io.multiprocess.store.Change;
import io.multiprocess.store.Change.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every object as it was last seen, in the order in which the changes were seen, each change with a
 * number.
 *
 * <p>Who was told everything up to a number has to be told of the objects that changed after it,
 * and of nothing else. So an index answers for any number of observers, and remembers nothing of
 * any of them. Of deleted objects it remembers the latest, so that it does not outgrow its store.
 *
 * <p>Safe for use by several threads, of which one at a time observes. What it observed is told to
 * nobody until it is {@linkplain #release released}.
 */
public final class ChangeIndex {

  /** Deleted objects that are remembered at least. */
  private static final int DELETED = 10_000;

  private final String name;
  private final int remembered;

  /** Guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition news = lock.newCondition();
  private final Map<String, TrackedObject> objects = new HashMap<>();
  private @Nullable TrackedObject first;
  private @Nullable TrackedObject last;
  private int deleted;

  /** Nobody was told up to 0 but who was told nothing. */
  private long number = 1;

  private long released = 1;
  private long forgotten;
  private boolean closed;

  /** An index of nothing yet. */
  public ChangeIndex(String name) {
    this(name, DELETED);
  }

  ChangeIndex(String name, int remembered) {
    this.name = name;
    this.remembered = remembered;
  }

  /** The name, by which positions know it. */
  public String name() {
    return name;
  }

  /**
   * Takes note of how an object looks now.
   *
   * @return how a log tells this; null if it looks as before
   */
  public @Nullable String observe(String id, ObjectState now, Origin by) {
    lock.lock();
    try {
      TrackedObject object = objects.get(id);
      if (object == null ? !now.exists() : object.state.equals(now)) {
        return null;
      }
      if (object == null) {
        object = new TrackedObject(id);
        objects.put(id, object);
      } else {
        deleted -= object.state.exists() ? 0 : 1;
        unlink(object);
      }
      object.become(now, by, ++number);
      deleted += now.exists() ? 0 : 1;
      append(object);
      forgetDeleted();
      return IndexLog.line(object);
    } finally {
      lock.unlock();
    }
  }

  /** Puts an object as a log told it. */
  void put(TrackedObject object) {
    TrackedObject before = objects.put(object.id, object);
    if (before != null) {
      deleted -= before.state.exists() ? 0 : 1;
      unlink(before);
    }
    deleted += object.state.exists() ? 0 : 1;
    append(object);
    number = Math.max(number, object.changed);
    released = number;
  }

  /** Goes on from where a log's numbers stood. */
  void begin(long lastNumber, long lastForgotten) {
    number = Math.max(number, lastNumber);
    released = number;
    forgotten = lastForgotten;
  }

  /** Lets observers be told of everything that was observed. */
  public void release() {
    lock.lock();
    try {
      released = number;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The last change that may be told. */
  public long last() {
    lock.lock();
    try {
      return released;
    } finally {
      lock.unlock();
    }
  }

  /** The position of who has been told everything. */
  public Position end() {
    return new Position(name, last());
  }

  /** How many objects are remembered, with the deleted ones. */
  public int size() {
    lock.lock();
    try {
      return objects.size();
    } finally {
      lock.unlock();
    }
  }

  /** Is called for an object. */
  @FunctionalInterface
  public interface Visitor {
    /** How an object looked when it was last seen, and who made it so. */
    void visit(String id, ObjectState state, Origin by);
  }

  /** Calls for every object that exists. */
  public void forEach(Visitor visitor) {
    for (TrackedObject object : snapshot()) {
      if (object.state.exists()) {
        visitor.visit(object.id, object.state, object.origin);
      }
    }
  }

  /** How an object looked when it was last seen. */
  public ObjectState state(String id) {
    lock.lock();
    try {
      TrackedObject object = objects.get(id);
      return object == null ? ObjectState.ABSENT : object.state;
    } finally {
      lock.unlock();
    }
  }

  /** The log of all that is remembered, line by line. */
  public List<String> log() {
    lock.lock();
    try {
      List<String> lines = new ArrayList<>(objects.size() + 1);
      lines.add(IndexLog.header(number, forgotten, objects.size()));
      for (TrackedObject object = first; object != null; object = object.later) {
        lines.add(IndexLog.line(object));
      }
      return lines;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is new to somebody.
   *
   * @param changes one for each object, in the order in which they were seen
   * @param upTo the number up to which that goes
   * @param complete whether it begins anew, because it is not known any more what was told
   */
  public record News(List<Change> changes, long upTo, boolean complete) {}

  /**
   * What is new to somebody who was told everything up to a number; to somebody who was told
   * nothing, all that exists.
   *
   * @param positions what to go on from, by the number of a change
   */
  public News after(long number, Function<Position, String> positions) {
    lock.lock();
    try {
      boolean known = number >= forgotten && number <= released;
      long told = known ? number : 0;
      Deque<Change> changes = new ArrayDeque<>();
      for (TrackedObject object = last; object != null; object = object.earlier) {
        if (object.changed <= told) {
          break;
        }
        if (object.changed <= released && (told > 0 || object.state.exists())) {
          changes.addFirst(
              new Change(
                  object.id,
                  object.kindAfter(told),
                  object.conflictAfter(told),
                  object.state.winner(),
                  object.origin,
                  positions.apply(new Position(name, object.changed))));
        }
      }
      return new News(List.copyOf(changes), released, told == 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is something new to somebody who was told everything up to a number.
   *
   * @return false if the index was closed
   */
  boolean awaitNews(long told, BooleanCondition goOn) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && released <= told && goOn.holds()) {
        news.await();
      }
      return !closed && goOn.holds();
    } finally {
      lock.unlock();
    }
  }

  /** Something that those who wait look at again when they are woken. */
  @FunctionalInterface
  interface BooleanCondition {
    boolean holds();
  }

  /** Lets those who wait look again. */
  void wake() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Collection<TrackedObject> snapshot() {
    lock.lock();
    try {
      return List.copyOf(objects.values());
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the older half of the deleted objects once there are too many of them. */
  private void forgetDeleted() {
    int most = Math.max(remembered, objects.size() - deleted);
    if (deleted <= most) {
      return;
    }
    TrackedObject object = first;
    while (object != null && deleted > most / 2) {
      TrackedObject next = object.later;
      if (!object.state.exists()) {
        forgotten = object.changed;
        objects.remove(object.id);
        unlink(object);
        deleted--;
      }
      object = next;
    }
  }

  private void append(TrackedObject object) {
    object.earlier = last;
    object.later = null;
    if (last == null) {
      first = object;
    } else {
      last.later = object;
    }
    last = object;
  }

  private void unlink(TrackedObject object) {
    if (object.earlier == null) {
      first = object.later;
    } else {
      object.earlier.later = object.later;
    }
    if (object.later == null) {
      last = object.earlier;
    } else {
      object.later.earlier = object.earlier;
    }
  }
}
