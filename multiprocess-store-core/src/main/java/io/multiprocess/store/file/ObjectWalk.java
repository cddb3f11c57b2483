package io.multiprocess.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Walks all objects of a store. */
final class ObjectWalk {

  /** Enough for the processors to have something to do, and little enough to be thrown away. */
  private static final int LARGEST_BATCH = 1024;

  private final StoreLayout layout;
  private final StoreNames names;
  private final ObjectDirectories directories;
  private final Sweeper sweeper;

  ObjectWalk(StoreLayout layout, StoreNames names, ObjectDirectories directories, Sweeper sweeper) {
    this.layout = layout;
    this.names = names;
    this.directories = directories;
    this.sweeper = sweeper;
  }

  /** Lists the first entry, to prove that it can be done. */
  void checkAccess() throws IOException {
    try (Listing entries = Listing.open(layout.root())) {
      entries.hasNext();
    }
  }

  /**
   * One look at every object, taken as the stream is consumed. To be closed.
   *
   * @throws io.multiprocess.store.StoreAccessException also as it is consumed
   */
  Stream<ObjectView> views() {
    return each(name -> listing(() -> look(name)));
  }

  /**
   * What is to be had of every name that may be an object's, had as the stream is consumed: one
   * after the other at first, and then some in advance, by as many threads as there are processors.
   * To be closed.
   *
   * @param get empty if there is no object, or no directory at all; called by several threads
   * @throws io.multiprocess.store.StoreAccessException also as it is consumed
   */
  @SuppressWarnings("StreamResourceLeak") // the returned stream closes it
  <T> Stream<T> each(Function<String, Optional<T>> get) {
    Listing entries = listing(() -> Listing.open(layout.root()));
    Iterator<List<T>> batches =
        new Iterator<>() {
          private int size = 1;

          @Override
          public boolean hasNext() {
            return listing(entries::hasNext);
          }

          @Override
          public List<T> next() {
            List<Path> some = listing(() -> some(entries, size));
            size = Math.min(2 * size, LARGEST_BATCH);
            return some.parallelStream()
                .map(entry -> element(entry, get))
                .flatMap(Optional::stream)
                .toList();
          }
        };
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                batches, Spliterator.NONNULL | Spliterator.DISTINCT),
            false)
        .flatMap(List::stream)
        .onClose(
            () ->
                listing(
                    () -> {
                      entries.close();
                      return true;
                    }));
  }

  private <T> Optional<T> element(Path entry, Function<String, Optional<T>> get) {
    String name = entry.getFileName().toString();
    return listing(() -> names.isNameOfObject(entry, name)) ? get.apply(name) : Optional.empty();
  }

  private static List<Path> some(Listing entries, int limit) throws IOException {
    List<Path> some = new ArrayList<>(limit);
    while (some.size() < limit && entries.hasNext()) {
      some.add(entries.next());
    }
    return some;
  }

  /**
   * Ids in ascending order. Each round lists the names once, keeps the first that are wanted, and
   * looks at these; it takes another round if too many of them turn out to be no objects any more.
   */
  List<String> ids(Predicate<? super String> wanted, String after, int limit) throws IOException {
    List<String> ids = new ArrayList<>();
    Predicate<Candidate> left = candidate -> candidate.id.compareTo(after) > 0;
    for (int round = limit; ids.size() < limit; round *= 2) {
      NavigableSet<Candidate> candidates = first(round, wanted, left);
      for (Candidate candidate : candidates) {
        if (ids.size() < limit && view(layout.object(candidate.name)).isPresent()) {
          ids.add(candidate.id);
        }
      }
      if (candidates.size() < round) {
        break;
      }
      Candidate last = candidates.last();
      left = candidate -> candidate.compareTo(last) > 0;
    }
    return ids;
  }

  private NavigableSet<Candidate> first(
      int limit, Predicate<? super String> wanted, Predicate<Candidate> left) throws IOException {
    NavigableSet<Candidate> first = new TreeSet<>();
    try (Listing entries = Listing.open(layout.root())) {
      while (entries.hasNext()) {
        String name = entries.next().getFileName().toString();
        Candidate candidate = new Candidate(IdCodec.decode(name), name);
        if (!StoreLayout.isHidden(name)
            && left.test(candidate)
            && (first.size() < limit || candidate.compareTo(first.last()) < 0)
            && wanted.test(candidate.id)) {
          first.add(candidate);
          if (first.size() > limit) {
            first.pollLast();
          }
        }
      }
    }
    return first;
  }

  /** A name that may be an object's. Two names may seem to be of one id, which has one of them. */
  private record Candidate(String id, String name) implements Comparable<Candidate> {

    @Override
    public int compareTo(Candidate other) {
      int byId = id.compareTo(other.id);
      return byId != 0 ? byId : name.compareTo(other.name);
    }
  }

  private <T> T listing(Failures.Call<T> call) {
    return Failures.told("List", layout.root(), call);
  }

  private Optional<ObjectView> view(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    return names.isObject(entry, name) ? look(name) : Optional.empty();
  }

  private Optional<ObjectView> look(String name) throws IOException {
    ObjectView view = directories.lookTwiceWhenAbsent(name);
    sweeper.sweepInPassing(view);
    return Optional.of(view).filter(ObjectView::exists);
  }
}
