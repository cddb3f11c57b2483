package io.multiprocess.store.feed;

import io.multiprocess.store.Census;
import io.multiprocess.store.Change;
import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener what an index has to tell, on a thread of its own. It remembers only how far
 * it is, so that a slow listener costs no memory and delays nobody.
 */
public final class Delivery implements ChangeFeed {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Whose writes are looked for. */
  public enum Reach {
    /** Who announces them. */
    ANNOUNCED,
    /** Everybody. */
    ALL
  }

  private final ChangeIndex index;
  private final ChangeListener listener;
  private final Predicate<Reach> look;
  private final Supplier<Census> census;
  private final Consumer<Delivery> afterwards;
  private final Thread thread;
  private volatile String position;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Guards {@link #told}. */
  private final ReentrantLock progress = new ReentrantLock();

  private final Condition progressed = progress.newCondition();
  private long told;

  /**
   * A delivery that begins with {@link #start}.
   *
   * @param first what is told before all that the index comes to know after it
   * @param position what the listener has been told already
   * @param from the number in the index up to which the first batch goes
   * @param look has the index take note of what was written, and tells whether that is all
   * @param census tells what the store holds as far as the index knows
   * @param afterwards called once, when this ends
   */
  public Delivery(
      ChangeIndex index,
      ChangeListener listener,
      ChangeBatch first,
      String position,
      long from,
      Predicate<Reach> look,
      Supplier<Census> census,
      Consumer<Delivery> afterwards) {
    this.index = index;
    this.listener = listener;
    this.position = position;
    this.look = look;
    this.census = census;
    this.afterwards = afterwards;
    this.thread = new Thread(() -> run(first, from), "multiprocess-store-feed");
    thread.setDaemon(true);
  }

  /** Begins to tell. */
  public void start() {
    thread.start();
  }

  @Override
  public String position() {
    return position;
  }

  @Override
  public boolean catchUp() {
    return catchUp(Reach.ANNOUNCED);
  }

  @Override
  public boolean catchUpWithAll() {
    return catchUp(Reach.ALL);
  }

  private boolean catchUp(Reach reach) {
    return Thread.currentThread() != thread
        && isOpen()
        && look.test(reach)
        && awaitTold(index.last());
  }

  @Override
  public Census census() {
    if (!isOpen()) {
      throw new IllegalStateException("Changes feed is closed; expected an open one");
    }
    return census.get();
  }

  private boolean awaitTold(long number) {
    progress.lock();
    try {
      while (told < number && isOpen()) {
        progressed.await();
      }
      return told >= number;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      progress.unlock();
    }
  }

  private void progressed(long number) {
    progress.lock();
    try {
      told = number;
      progressed.signalAll();
    } finally {
      progress.unlock();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      index.wake();
      wakeWhoCatchesUp();
      afterwards.accept(this);
    }
    if (Thread.currentThread() != thread) {
      awaitEnd();
    }
  }

  private void wakeWhoCatchesUp() {
    progress.lock();
    try {
      progressed.signalAll();
    } finally {
      progress.unlock();
    }
  }

  private void awaitEnd() {
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(ChangeBatch first, long from) {
    tell(first, from);
    try {
      long upTo = from;
      while (isOpen() && index.awaitNews(upTo, this::isOpen)) {
        ChangeIndex.News news = index.after(upTo, Position::toString);
        upTo = news.upTo();
        String end = new Position(index.name(), upTo).toString();
        tell(new ChangeBatch(news.changes(), end, news.complete()), upTo);
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted; no more changes are told to {}", listener, e);
    }
    close();
  }

  private void tell(ChangeBatch batch, long upTo) {
    if (batch.complete()) {
      call(listener::begunAnew, "that it begins anew");
    }
    for (Change change : batch.changes()) {
      if (!isOpen()) {
        return;
      }
      call(() -> listener.changed(change), change);
      position = change.position();
    }
    position = batch.position();
    progressed(upTo);
  }

  private void call(Runnable call, Object what) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      log.warn("{} was not heard by {}: {}", what, listener, e.getMessage(), e);
    }
  }
}
