package io.multiprocess.store.file;

import io.multiprocess.store.Census;
import io.multiprocess.store.Change;
import io.multiprocess.store.Change.ConflictChange;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.Change.Origin;
import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.Revision;
import io.multiprocess.store.feed.ChangeIndex;
import io.multiprocess.store.feed.Delivery;
import io.multiprocess.store.feed.ObjectState;
import io.multiprocess.store.feed.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The changes feed of an opened store: an index of how every object was last seen, kept by looking,
 * and told from.
 *
 * <p>It is states that are compared, and not times. So what happened while nobody looked is found
 * by the next look, whatever clocks say, and also the deletions of npm processes, which leave
 * nothing behind.
 */
final class StoreChanges {

  /** Changes are written down and told while a scan goes on. */
  private static final int CHUNK = 256;

  private final StoreLayout layout;
  private final ObjectScan scan;
  private final OwnWrites own;
  private final Function<ChangeIndex, ChangeJournal> journals;
  private final ChangeWatcher watcher;
  private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();

  /** Guards all looking, and what follows from it; and the fields below. */
  private final ReentrantLock looking = new ReentrantLock();

  private final List<String> observed = new ArrayList<>();
  private @Nullable ChangeIndex index;
  private @Nullable ChangeJournal journal;
  private boolean closed;

  StoreChanges(
      StoreLayout layout,
      ObjectScan scan,
      OwnWrites own,
      Function<ChangeIndex, ChangeJournal> journals,
      Function<StoreChanges, ChangeWatcher> watchers) {
    this.layout = layout;
    this.scan = scan;
    this.own = own;
    this.journals = journals;
    this.watcher = watchers.apply(this);
  }

  /** What has changed after a position, or everything there is. */
  ChangeBatch after(Optional<Position> position) throws IOException {
    looking.lock();
    try {
      ChangeIndex current = lookEverywhere();
      if (position.isEmpty()) {
        return batch(current, current.after(0, Position::toString));
      }
      Position told = position.get();
      if (told.index().equals(current.name())) {
        ChangeIndex.News news = current.after(told.number(), Position::toString);
        return news.complete() ? anew(current, told) : batch(current, news);
      }
      Optional<ChangeIndex> former = openJournal(current).read(told.index());
      Optional<List<Change>> changes = former.flatMap(known -> difference(known, current, told));
      return changes.isPresent()
          ? new ChangeBatch(changes.get(), current.end().toString(), false)
          : anew(current, told);
    } finally {
      looking.unlock();
    }
  }

  private static ChangeBatch batch(ChangeIndex index, ChangeIndex.News news) {
    String end = new Position(index.name(), news.upTo()).toString();
    return new ChangeBatch(news.changes(), end, news.complete());
  }

  /**
   * What a former index would tell if it were told what is now; empty if it does not know the
   * position. Only all of it together leads to a position of the present index.
   */
  private static Optional<List<Change>> difference(
      ChangeIndex former, ChangeIndex now, Position told) {
    if (former.last() < told.number()) {
      return Optional.empty();
    }
    Set<String> gone = new HashSet<>();
    former.forEach((id, state, by) -> gone.add(id));
    now.forEach(
        (id, state, by) -> {
          former.observe(id, state, by);
          gone.remove(id);
        });
    gone.forEach(id -> former.observe(id, ObjectState.ABSENT, Origin.OTHER));
    former.release();
    ChangeIndex.News news = former.after(told.number(), position -> told.toString());
    return news.complete() ? Optional.empty() : Optional.of(news.changes());
  }

  /** Everything there is, and every deletion that left a tombstone. */
  private ChangeBatch anew(ChangeIndex current, Position told) throws IOException {
    List<Change> changes = new ArrayList<>(current.after(0, p -> told.toString()).changes());
    if (layout.isDirectory(layout.tombstones())) {
      for (Path entry : Listing.of(layout.tombstones())) {
        String id = IdCodec.decode(entry.getFileName().toString());
        if (!current.state(id).exists()) {
          changes.add(
              new Change(
                  id,
                  Kind.DELETED,
                  ConflictChange.NONE,
                  Optional.empty(),
                  Origin.OTHER,
                  told.toString()));
        }
      }
    }
    return new ChangeBatch(changes, current.end().toString(), true);
  }

  /** Tells a listener of what changes after a position, or from now on. */
  ChangeFeed watch(Optional<Position> position, ChangeListener listener) throws IOException {
    watcher.begin();
    try {
      Delivery delivery = delivery(position, listener);
      delivery.start();
      return delivery;
    } catch (IOException | RuntimeException e) {
      watcher.end();
      throw e;
    }
  }

  private Delivery delivery(Optional<Position> position, ChangeListener listener)
      throws IOException {
    looking.lock();
    try {
      ChangeIndex current = lookEverywhere();
      String end = current.end().toString();
      ChangeBatch first =
          position.isEmpty() ? new ChangeBatch(List.of(), end, false) : after(position);
      long upTo = Position.parse(first.position()).number();
      String told = position.map(Position::toString).orElse(end);
      Delivery delivery =
          new Delivery(
              current, listener, first, told, upTo, watcher::catchUp, this::census, this::ended);
      deliveries.add(delivery);
      return delivery;
    } finally {
      looking.unlock();
    }
  }

  private Census census() {
    looking.lock();
    try {
      return scan.census();
    } finally {
      looking.unlock();
    }
  }

  private void ended(Delivery delivery) {
    deliveries.remove(delivery);
    watcher.end();
  }

  /** Looks at every object that may have changed. */
  private ChangeIndex lookEverywhere() throws IOException {
    requireOpen();
    ChangeIndex current = index;
    if (current == null) {
      own.want(true);
      current = new ChangeIndex(TempSpace.unique());
      index = current;
    }
    try {
      scan.scan(new Observer());
    } finally {
      tell();
    }
    return current;
  }

  /** Looks at every object that may have changed; for who watches. */
  void scan() throws IOException {
    looking.lock();
    try {
      if (!closed) {
        lookEverywhere();
      }
    } finally {
      looking.unlock();
    }
  }

  /** Removes what nobody needs any more of what was written down; for who watches. */
  void tidy() {
    looking.lock();
    try {
      if (!closed && index != null) {
        openJournal(index).tidy();
      }
    } finally {
      looking.unlock();
    }
  }

  /**
   * Looks at some objects; for who watches.
   *
   * @return those of them into whose directories somebody is about to write
   */
  Set<String> look(Set<String> names) throws IOException {
    looking.lock();
    try {
      Observer observer = new Observer();
      if (!closed && index != null) {
        for (String name : names) {
          scan.look(name, observer);
        }
        tell();
      }
      return observer.unfinished;
    } finally {
      looking.unlock();
    }
  }

  /**
   * Compares what is seen with what was seen before. Of this store's own writes it forgets those
   * that were visible before the look: any other may not have been seen by it.
   */
  private final class Observer implements ObjectScan.Sink {
    private final Set<String> unfinished = new HashSet<>();
    private Set<String> visible = Set.of();

    @Override
    public void looking(String name) {
      visible = own.visible(name);
    }

    @Override
    public void seen(String name, ObjectView view) {
      if (view.directory() == ObjectView.Directory.EMPTY) {
        unfinished.add(name);
      }
      ObjectState state = view.exists() ? state(view) : ObjectState.ABSENT;
      ChangeIndex current = indexInUse();
      String id = IdCodec.decode(name);
      Origin origin = origin(current.state(id), state, own.to(name), view);
      String line = current.observe(id, state, origin);
      own.forget(name, visible);
      if (line != null) {
        observed.add(line);
        if (observed.size() >= CHUNK) {
          tell();
        }
      }
    }
  }

  /** Writes down what was observed, and then tells it. */
  private void tell() {
    ChangeIndex current = index;
    if (current == null || closed) {
      return;
    }
    if (!observed.isEmpty() || journal == null) {
      openJournal(current).append(observed);
      observed.clear();
      current.release();
    }
  }

  /**
   * Whether what an object is now was written by this opened store: its winner, or, where the
   * winner is what it was or is gone, a tombstone or a rival.
   */
  private static Origin origin(
      ObjectState before, ObjectState now, Set<String> written, ObjectView view) {
    if (written.isEmpty()) {
      return Origin.OTHER;
    }
    boolean hasNewWinner = now.exists() && !now.winner().equals(before.winner());
    boolean local =
        hasNewWinner
            ? written.contains(now.winner().map(Revision::toString).orElse(""))
            : isAmong(view, written);
    return local ? Origin.LOCAL : Origin.OTHER;
  }

  private static boolean isAmong(ObjectView view, Set<String> written) {
    return view.live().stream().anyMatch(revision -> written.contains(revision.toString()))
        || view.named().tombstoneNames().stream()
            .anyMatch(tombstone -> written.contains(tombstone.toString()));
  }

  /** The state of an object that exists, with a mark for the rivals of each of its conflicts. */
  private static ObjectState state(ObjectView view) {
    Set<String> marks =
        view.contentions().stream()
            .map(
                contention ->
                    ContentHash.digest(
                            contention.rivals() + (contention.deleted().isEmpty() ? "" : "deleted"))
                        .substring(0, 16))
            .collect(Collectors.toUnmodifiableSet());
    return ObjectState.of(view.live().last(), marks);
  }

  private ChangeIndex indexInUse() {
    return Objects.requireNonNull(index, "index");
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "Store at %s is closed; open it again".formatted(layout.root()));
    }
  }

  /** Ends all feeds. */
  void close() {
    List.copyOf(deliveries).forEach(Delivery::close);
    looking.lock();
    try {
      closed = true;
      own.want(false);
      if (index != null) {
        index.close();
      }
      if (journal != null) {
        journal.close();
      }
    } finally {
      looking.unlock();
    }
    List.copyOf(deliveries).forEach(Delivery::close);
  }

  private ChangeJournal openJournal(ChangeIndex current) {
    ChangeJournal opened = journal;
    if (opened == null) {
      opened = journals.apply(current);
      opened.tidy();
      journal = opened;
    }
    return opened;
  }
}
