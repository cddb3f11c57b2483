package io.multiprocess.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what objects looked like, for as long as two stats prove that they look the same.
 *
 * <p>The stats are taken in the order of a look, tombstones first, and either finds its directory
 * just as the look had listed it: the answer is the one that a look of this moment would give.
 */
final class KnownViews {

  /** How many revisions are remembered, dead or alive, an object without any counting as one. */
  private static final int REMEMBERED = 1 << 16;

  private final StoreLayout layout;
  private final DirectoryTimes times;
  private final RecentlyUsed<String, Known> known = new RecentlyUsed<>(REMEMBERED, Known::weight);

  KnownViews(StoreLayout layout, DirectoryTimes times) {
    this.layout = layout;
    this.times = times;
  }

  /**
   * Where an object's tombstones and its revisions stood before they were listed.
   *
   * @param taken a moment before that, or a thread that waited for a processor would be taken for a
   *     directory that has grown old
   */
  record Stamps(DirectoryStamp tombstones, DirectoryStamp directory, Instant taken) {}

  private record Known(Stamps stamps, ObjectView view) {
    int weight() {
      return 1 + view.live().size() + view.dead().size();
    }
  }

  /** How an object looks, if it was seen before and has not changed. */
  @Nullable ObjectView find(String name) throws IOException {
    Known entry = known.get(name);
    return entry != null
            && times.isUnchanged(layout.tombstones(name), entry.stamps.tombstones)
            && times.isUnchanged(layout.object(name), entry.stamps.directory)
        ? entry.view
        : null;
  }

  /** To be taken before a look at an object whose view is to be remembered. */
  Optional<Stamps> stamps(String name) throws IOException {
    Instant now = Instant.now();
    DirectoryStamp directory = times.of(layout.object(name));
    if (!directory.exists()) {
      return Optional.empty();
    }
    Path buriedAt = layout.tombstones(name);
    DirectoryStamp tombstones =
        times.isUnchanged(buriedAt, DirectoryStamp.NONE) ? DirectoryStamp.NONE : times.of(buriedAt);
    return Optional.of(new Stamps(tombstones, directory, now));
  }

  /** Remembers a view if names alone have told it, with the stamps taken before the look. */
  void put(Stamps before, ObjectView view) {
    if (view.isToldByNames()
        && isSettledOrAbsent(before, view)
        && times.isSettled(before.directory, before.taken)) {
      known.put(view.name(), new Known(before, view));
    }
  }

  /**
   * Where there are no tombstones there is no directory for them; that it comes is seen at once.
   */
  private boolean isSettledOrAbsent(Stamps before, ObjectView view) {
    return before.tombstones.exists()
        ? times.isSettled(before.tombstones, before.taken)
        : view.named().tombstoneNames().isEmpty();
  }
}
