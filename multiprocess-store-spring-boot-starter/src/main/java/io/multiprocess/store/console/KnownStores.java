package io.multiprocess.store.console;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The application's stores by name, with what was last counted in them. */
final class KnownStores {

  private final Map<String, StoreMonitor> monitors = new TreeMap<>();
  private final Set<String> sensitive;

  KnownStores(Iterable<StoreMonitor> monitors, Set<String> sensitive) {
    monitors.forEach(monitor -> this.monitors.put(monitor.name(), monitor));
    this.sensitive = sensitive;
  }

  /**
   * A store.
   *
   * @throws ConsoleException if there is none of that name
   */
  ObjectStore get(String name) {
    StoreMonitor monitor = monitors.get(name);
    if (monitor == null) {
      throw ConsoleException.notFound("There is no store '%s'.".formatted(name));
    }
    return monitor.store();
  }

  /** Whether documents of a store are not to be shown. */
  boolean isSensitive(String name) {
    return sensitive.contains(name);
  }

  List<String> names() {
    return List.copyOf(monitors.keySet());
  }

  /** What was last counted in each store. */
  List<Summary> summaries() {
    return monitors.values().stream().map(this::summary).toList();
  }

  /** Open conflicts of the named store, or of all, as they were last seen. */
  List<OfStore> conflicts(Optional<String> name) {
    List<OfStore> all = new ArrayList<>();
    monitors.values().stream()
        .filter(monitor -> name.isEmpty() || name.get().equals(monitor.name()))
        .forEach(
            monitor ->
                monitor
                    .snapshot()
                    .conflicts()
                    .forEach(conflict -> all.add(new OfStore(monitor.name(), conflict))));
    return all;
  }

  /** What an object looks like, without what is in it: its winner and what is in conflict. */
  String stateOf(String store, String id) {
    ObjectStore objects = get(store);
    String winner;
    try {
      winner = objects.find(id).map(found -> found.revision().toString()).orElse("none");
    } catch (DamagedRevisionException e) {
      winner = "unreadable";
    }
    List<String> conflicts =
        objects.conflicts(id).stream()
            .map(conflict -> conflict.leaves() + " " + conflict.rivals() + conflict.deleted())
            .toList();
    return Fingerprint.of(winner + " " + conflicts);
  }

  private Summary summary(StoreMonitor monitor) {
    StoreSnapshot snapshot = monitor.snapshot();
    return new Summary(
        monitor.name(),
        monitor.store() instanceof FileObjectStore files ? files.directory().toString() : null,
        snapshot.refreshedAt() != null,
        snapshot.counts(),
        snapshot.oldestConflict() == null ? null : Moment.text(snapshot.oldestConflict()),
        snapshot.problem() == null ? null : String.valueOf(snapshot.problem().getMessage()),
        isSensitive(monitor.name()));
  }

  /**
   * A conflict and the store it is in.
   *
   * @param store name of the store
   * @param conflict the conflict
   */
  record OfStore(String store, Conflict conflict) {}

  /**
   * What was last counted in a store.
   *
   * @param name its name
   * @param directory where it is, if it has a directory
   * @param counted whether it was counted at all yet
   * @param counts how much there is
   * @param oldest since when its oldest conflict is open, if it has any
   * @param problem why it could not be counted, if so
   * @param sensitive whether its documents are not shown
   */
  record Summary(
      String name,
      @Nullable String directory,
      boolean counted,
      StoreCounts counts,
      @Nullable String oldest,
      @Nullable String problem,
      boolean sensitive) {}
}
