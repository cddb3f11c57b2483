package io.multiprocess.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Walks all objects of a store. */
final class ObjectWalk {

  private final StoreLayout layout;
  private final StoreNames names;
  private final ObjectDirectories directories;

  ObjectWalk(StoreLayout layout, StoreNames names, ObjectDirectories directories) {
    this.layout = layout;
    this.names = names;
    this.directories = directories;
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

  private <T> T listing(Failures.Call<T> call) {
    return Failures.told("List", layout.root(), call);
  }

  private Optional<ObjectView> view(Path entry) throws IOException {
    return names.isObject(entry)
        ? Optional.of(directories.lookTwiceWhenAbsent(entry.getFileName().toString()))
            .filter(ObjectView::exists)
        : Optional.empty();
  }
}
