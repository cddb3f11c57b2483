package io.multiprocess.store.interleavings;

import io.multiprocess.store.interleavings.Footprint.Kind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listing, read page by page; a directory that is removed meanwhile ends it. */
final class MemoryDirectoryStream implements DirectoryStream<Path> {

  private final Turns turns;
  private final Listing listing;
  private final MemoryPath path;
  private final Inode directory;
  private final Filter<? super Path> filter;
  private final Deque<Path> page = new ArrayDeque<>();
  private @Nullable String last;
  private boolean ended;

  MemoryDirectoryStream(
      Turns turns, Listing listing, MemoryPath path, Inode directory, Filter<? super Path> filter) {
    this.turns = turns;
    this.listing = listing;
    this.path = path;
    this.directory = directory;
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return isMore();
      }

      @Override
      public Path next() {
        if (!isMore()) {
          throw new NoSuchElementException();
        }
        return page.remove();
      }
    };
  }

  private boolean isMore() {
    try {
      while (page.isEmpty() && !ended) {
        readPage();
      }
      return !page.isEmpty();
    } catch (IOException e) {
      throw new DirectoryIteratorException(e);
    }
  }

  private void readPage() throws IOException {
    Comparator<String> order = listing.comparator();
    List<String> names =
        turns.take(
            "getdents",
            path,
            footprint -> {
              footprint.read(Kind.LISTING, directory.number, "");
              return Objects.requireNonNull(directory.entries).keySet().stream()
                  .filter(name -> last == null || order.compare(name, last) > 0)
                  .sorted(order)
                  .limit(listing.pageSize() == 0 ? Long.MAX_VALUE : listing.pageSize())
                  .toList();
            });
    // One call that returns everything needs no other to say that there is nothing more.
    ended = names.isEmpty() || listing.pageSize() == 0;
    for (String name : names) {
      last = name;
      Path entry = path.resolve(name);
      if (filter.accept(entry)) {
        page.add(entry);
      }
    }
  }

  @Override
  public void close() {
    ended = true;
  }
}
