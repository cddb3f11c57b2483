package io.multiprocess.store.replication;

import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Replica;
import io.multiprocess.store.ReplicaChanges;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.replication.ObjectCopy.Extent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies between two stores what one has and the other lacks, and ends when neither lacks anything.
 *
 * <p>Stores that exchange what they have, in any order, by any route, be it some of it several
 * times, end with the same live revisions, and so with the same winners and conflicts. What is
 * copied are files with their names and bytes. A revision that is dead at the target is not copied
 * to it, so what was deleted or settled anywhere goes everywhere and does not come back.
 *
 * <p>Every file is copied as a whole, after all that it needs to be understood: a run that is
 * killed or {@linkplain Thread#interrupt interrupted} leaves nothing to clean up, and the next one
 * goes on. Readers and writers of both stores go on meanwhile.
 *
 * <p>The first run of a replicator compares the names of all objects. Later ones compare only what
 * changed since, in either store and by whichever process, and what the last one left undone. So
 * keep a replicator for as long as its stores are open. Safe for use by several threads, one of
 * which runs at a time.
 */
public final class Replicator {

  private static final Logger log = LoggerFactory.getLogger(Replicator.class);

  /** After as many failures in a row it is not the objects that fail, but a store. */
  private static final int FAILURES_IN_A_ROW = 10;

  private final Replica source;
  private final Replica target;
  private final Predicate<? super String> wanted;
  private final Consumer<? super ReplicationProgress> progress;

  /** Guards all below: one run at a time. */
  private final ReentrantLock running = new ReentrantLock();

  private final Checkpoint oneWay = new Checkpoint();
  private final Checkpoint bothWays = new Checkpoint();

  /** Up to where the stores have been compared. */
  private static final class Checkpoint {
    private Optional<String> source = Optional.empty();
    private Optional<String> target = Optional.empty();

    /** What has to be compared whether or not it changes again. */
    private final Set<String> unfinished = new LinkedHashSet<>();
  }

  private Replicator(
      Replica source,
      Replica target,
      Predicate<? super String> wanted,
      Consumer<? super ReplicationProgress> progress) {
    this.source = source;
    this.target = target;
    this.wanted = wanted;
    this.progress = progress;
  }

  /**
   * A replicator between two open stores, which stay the caller's to close.
   *
   * @throws IllegalArgumentException if both are the same store
   */
  public static Replicator between(ObjectStore source, ObjectStore target) {
    return between(source.replica(), target.replica());
  }

  static Replicator between(Replica source, Replica target) {
    if (source.place().equals(target.place())) {
      throw new IllegalArgumentException(
          "'%s' is both source and target; expected two stores".formatted(source.place()));
    }
    return new Replicator(source, target, id -> true, state -> {});
  }

  /** A replicator of some objects only: those that this one and the condition want. */
  public Replicator withIds(Predicate<? super String> condition) {
    Objects.requireNonNull(condition, "condition");
    return new Replicator(source, target, id -> wanted.test(id) && condition.test(id), progress);
  }

  /** A replicator of the objects only whose ids begin so. */
  public Replicator withPrefix(String prefix) {
    Objects.requireNonNull(prefix, "prefix");
    return withIds(id -> id.startsWith(prefix));
  }

  /** A replicator that tells how far it is, after each object, on the thread that runs it. */
  public Replicator withProgress(Consumer<? super ReplicationProgress> listener) {
    return new Replicator(source, target, wanted, Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Copies to the target what it lacks. The source is only read.
   *
   * @throws StoreAccessException if one of the stores cannot be used; what was copied stays copied
   */
  public ReplicationReport copy() {
    return run(false, oneWay);
  }

  /**
   * Copies to each of the stores what it lacks.
   *
   * @throws StoreAccessException if one of the stores cannot be used; what was copied stays copied
   */
  public ReplicationReport exchange() {
    return run(true, bothWays);
  }

  /**
   * Copies to the target what it lacks of some objects, without looking for changes of others: for
   * who knows what has changed.
   */
  public ReplicationReport copy(Collection<String> ids) {
    return run(false, oneWay, ids);
  }

  /** Copies to each of the stores what it lacks of some objects. */
  public ReplicationReport exchange(Collection<String> ids) {
    return run(true, bothWays, ids);
  }

  private ReplicationReport run(boolean both, Checkpoint checkpoint) {
    running.lock();
    try {
      Tally tally = new Tally();
      ReplicaChanges atSource = source.changes(checkpoint.source);
      ReplicaChanges atTarget = target.changes(checkpoint.target);
      Set<String> ids = new LinkedHashSet<>(checkpoint.unfinished);
      ids.addAll(atSource.ids());
      if (both || checkpoint.target.isPresent()) {
        ids.addAll(atTarget.ids());
      }
      ids.removeIf(id -> !wanted.test(id));
      checkpoint.unfinished.addAll(ids);
      checkpoint.source = Optional.of(atSource.position());
      checkpoint.target = Optional.of(atTarget.position());
      return copy(List.copyOf(ids), both, checkpoint, tally);
    } finally {
      running.unlock();
    }
  }

  private ReplicationReport run(boolean both, Checkpoint checkpoint, Collection<String> ids) {
    running.lock();
    try {
      List<String> some = ids.stream().distinct().filter(wanted).toList();
      checkpoint.unfinished.addAll(some);
      return copy(some, both, checkpoint, new Tally());
    } finally {
      running.unlock();
    }
  }

  /** First of all objects what readers ask for, then the rest. */
  private ReplicationReport copy(
      List<String> ids, boolean both, Checkpoint checkpoint, Tally tally) {
    Run run = new Run(both, checkpoint, ids.size(), tally);
    List<String> older = run.copy(ids, Extent.LEADING);
    run.copy(older, Extent.ALL);
    return tally.report(!run.interrupted);
  }

  private final class Run {
    private final boolean both;
    private final Checkpoint checkpoint;
    private final long total;
    private final Tally tally;
    private int failuresInARow;
    private boolean interrupted;

    Run(boolean both, Checkpoint checkpoint, long total, Tally tally) {
      this.both = both;
      this.checkpoint = checkpoint;
      this.total = total;
      this.tally = tally;
    }

    /** Copies to that extent, and returns the objects of which older revisions are left. */
    List<String> copy(List<String> ids, Extent extent) {
      List<String> older = new ArrayList<>();
      for (String id : ids) {
        interrupted |= Thread.currentThread().isInterrupted();
        if (interrupted) {
          break;
        }
        if (extent == Extent.LEADING) {
          tally.object();
        }
        if (copy(id, extent)) {
          older.add(id);
        }
        progress.accept(tally.progress(total));
      }
      return older;
    }

    private boolean copy(String id, Extent extent) {
      try {
        ObjectCopy copy = new ObjectCopy(id, source, target, both, tally).copy(extent);
        failuresInARow = 0;
        if (copy.isWhole() && !copy.leavesOlder()) {
          checkpoint.unfinished.remove(id);
        }
        return copy.leavesOlder();
      } catch (InvalidIdException e) {
        // Only another id helps, and that is another object.
        checkpoint.unfinished.remove(id);
        failed(id, e);
      } catch (StoreAccessException e) {
        if (++failuresInARow >= FAILURES_IN_A_ROW) {
          throw e;
        }
        failed(id, e);
      } catch (StoreException e) {
        failed(id, e);
      }
      return false;
    }

    private void failed(String id, StoreException e) {
      log.debug("'{}' is not copied between {} and {}", id, source.place(), target.place(), e);
      tally.failed(String.valueOf(e.getMessage()));
    }
  }

  /** From where to where. */
  @Override
  public String toString() {
    return "Replicator[%s, %s]".formatted(source.place(), target.place());
  }
}
