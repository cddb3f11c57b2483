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
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Walks all objects of a store. */
final class ObjectWalk {

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
  @SuppressWarnings("StreamResourceLeak") // the returned stream closes it
  Stream<ObjectView> views() {
    Listing entries = listing(() -> Listing.open(layout.root()));
    Iterator<Optional<ObjectView>> views =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return listing(entries::hasNext);
          }

          @Override
          public Optional<ObjectView> next() {
            return listing(() -> view(entries.next()));
          }
        };
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(views, Spliterator.NONNULL | Spliterator.DISTINCT),
            false)
        .flatMap(Optional::stream)
        .onClose(
            () ->
                listing(
                    () -> {
                      entries.close();
                      return true;
                    }));
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
    if (!names.isObject(entry)) {
      return Optional.empty();
    }
    ObjectView view = directories.lookTwiceWhenAbsent(entry.getFileName().toString());
    sweeper.sweepInPassing(view);
    return Optional.of(view).filter(ObjectView::exists);
  }
}
