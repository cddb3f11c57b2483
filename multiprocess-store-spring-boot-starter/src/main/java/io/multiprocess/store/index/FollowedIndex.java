package io.multiprocess.store.index;

import io.multiprocess.store.Change;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.query.EntityIndex;
import io.multiprocess.store.query.IndexedEntities;
import io.multiprocess.store.query.IndexedProperty;
import io.multiprocess.store.spring.IndexReport;
import io.multiprocess.store.spring.IndexReport.DuplicateValue;
import io.multiprocess.store.spring.StoreReads;
import io.multiprocess.store.spring.StoreTemplate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/**
 * An index of the entities of one type in one store, built in the background and kept by the
 * store's changes feed.
 *
 * <p>Whoever tells of an object, the object is read and put while nobody else does so, so that what
 * is in the index is never older than what the last of them was told.
 *
 * @param <T> type of the entities
 */
final class FollowedIndex<T> implements IndexedEntities<T>, ChangeListener {

  private static final Logger log = LoggerFactory.getLogger(FollowedIndex.class);

  private static final long RETRY_MILLIS = 10_000;
  private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int STRIPES = 64;

  /**
   * What maps entities may ask repositories; an index that is being kept cannot wait for itself.
   */
  private static final ThreadLocal<Boolean> REFRESHING = ThreadLocal.withInitial(() -> false);

  private final StoreTemplate template;
  private final Class<T> type;
  private final List<IndexedProperty> properties;
  private final Function<T, String> ids;
  private final StoreReads<T> reads;
  private final Stripes stripes = new Stripes(STRIPES);

  private volatile EntityIndex<T> index;
  private volatile @Nullable ChangeFeed feed;
  private volatile boolean built;
  private volatile long expected;

  /** What an index that was built and stopped has been told; null if it is to be built. */
  private volatile @Nullable String position;

  private volatile @Nullable Following following;

  /**
   * An index that is empty and of no use until it is {@linkplain #start started}.
   *
   * @param ids the id of an entity
   */
  FollowedIndex(
      StoreTemplate template,
      Class<T> type,
      List<IndexedProperty> properties,
      Function<T, String> ids) {
    this.template = template;
    this.type = type;
    this.properties = properties;
    this.ids = ids;
    this.reads = template.reads(type);
    this.index = new EntityIndex<>(properties);
  }

  String store() {
    return template.name();
  }

  Class<T> type() {
    return type;
  }

  synchronized void start() {
    if (following == null) {
      Following started = new Following();
      following = started;
      started.start();
    }
  }

  synchronized void stop() {
    Following ending = following;
    if (ending != null) {
      ending.end();
      following = null;
    }
  }

  @Override
  public Optional<EntityIndex<T>> index() {
    return current(ChangeFeed::catchUpWithAll);
  }

  private Optional<EntityIndex<T>> current(Predicate<ChangeFeed> catchUp) {
    EntityIndex<T> asked = index;
    ChangeFeed followed = feed;
    boolean current =
        built && followed != null && !REFRESHING.get() && catchUp.test(followed) && index == asked;
    return current ? Optional.of(asked) : Optional.empty();
  }

  @Override
  public Stream<T> read(Collection<String> objects) {
    return template.stream(type, objects);
  }

  /**
   * Refuses an entity with a value that is to be unique and that another one has.
   *
   * @throws DuplicateKeyException if there is one
   */
  void requireUnique(T entity) {
    if (properties.stream().noneMatch(IndexedProperty::unique)) {
      return;
    }
    String id = ids.apply(entity);
    // To look at all objects for each write would cost too much, unless nothing else will do.
    current(followed -> followed.catchUp() || followed.catchUpWithAll())
        .flatMap(current -> current.duplicatesOf(id, entity).stream().findFirst())
        .ifPresent(
            duplicate -> {
              throw new DuplicateKeyException(
                  "Object '%s' in store '%s' cannot have %s '%s', which is to be unique: %s has it"
                      .formatted(
                          id,
                          store(),
                          duplicate.property(),
                          duplicate.value(),
                          "'" + String.join("', '", duplicate.ids()) + "'"));
            });
  }

  IndexReport report() {
    EntityIndex<T> reported = index;
    return new IndexReport(
        store(),
        type.getName(),
        properties.stream().map(IndexedProperty::path).toList(),
        built && feed != null,
        reported.size(),
        expected,
        reported.unknown().size(),
        reported.duplicates().stream()
            .map(found -> new DuplicateValue(found.property(), found.value(), found.ids()))
            .toList());
  }

  @Override
  public void changed(Change change) {
    if (change.kind() != Kind.CONFLICT) {
      refresh(change.id(), change.revision());
    }
  }

  /** Who asked the index before goes on with it as it was. */
  @Override
  public void begunAnew() {
    index = new EntityIndex<>(properties);
  }

  /**
   * Puts an object as it is now.
   *
   * @param winner the revision that was told
   */
  private void refresh(String id, Optional<Revision> winner) {
    stripes.lock(id);
    REFRESHING.set(true);
    EntityIndex<T> into = index;
    try {
      Optional<Versioned<T>> found = reads.find(id);
      if (found.isEmpty()) {
        into.remove(id);
      } else if (winner.isPresent() && found.get().revision().compareTo(winner.get()) < 0) {
        into.putUnknown(id); // a greater revision is damaged, and may be repaired
      } else {
        into.put(id, found.get().value());
      }
    } catch (RuntimeException | Error e) {
      log.debug("'{}' in store '{}' cannot be indexed", id, store(), e);
      into.putUnknown(id);
    } finally {
      REFRESHING.remove();
      stripes.unlock(id);
    }
  }

  @Override
  public String toString() {
    return "index of %s in store '%s'".formatted(type.getSimpleName(), store());
  }

  /** From a start to a stop. */
  private final class Following extends Thread {

    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean ended;
    private boolean failing;

    Following() {
      super("multiprocess-store-index");
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (!ended) {
          if (feed == null) {
            follow();
          } else {
            index.unknown().forEach(id -> refresh(id, Optional.empty()));
          }
          if (ending.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      } catch (InterruptedException e) {
        log.debug("The {} is kept no more", FollowedIndex.this, e);
      }
    }

    private void follow() {
      try {
        if (position == null) {
          build();
        } else {
          open(position);
        }
        failing = false;
      } catch (RuntimeException e) {
        if (!failing && !ended) {
          failing = true;
          log.warn(
              "The {} cannot be built, and queries read everything: {}",
              FollowedIndex.this,
              e.getMessage(),
              e);
        }
      }
    }

    private void build() {
      long start = System.nanoTime();
      long reported = start;
      ChangeBatch all = reads.changes();
      index = new EntityIndex<>(properties);
      built = false;
      expected = all.changes().size();
      open(all.position());
      long done = 0;
      for (Change change : all.changes()) {
        if (ended) {
          return;
        }
        refresh(change.id(), change.revision());
        done++;
        if (System.nanoTime() - reported > REPORT_NANOS) {
          reported = System.nanoTime();
          log.info("The {} has {} of {} objects", FollowedIndex.this, done, expected);
        }
      }
      built = true;
      log.info(
          "The {} by {} is ready: {} objects in {} ms",
          FollowedIndex.this,
          properties.stream().map(IndexedProperty::path).toList(),
          index.size(),
          (System.nanoTime() - start) / 1_000_000);
    }

    private synchronized void open(String from) {
      if (!ended) {
        feed = reads.watch(from, FollowedIndex.this);
      }
    }

    void end() {
      synchronized (this) {
        ended = true;
        ending.countDown();
      }
      ChangeFeed followed = feed;
      feed = null;
      if (followed != null) {
        followed.close();
        position = built ? followed.position() : null;
      }
      try {
        join(Duration.ofSeconds(5).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
