package io.multiprocess.store.actuate;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Conflict.Kind;
import io.multiprocess.store.Revision;
import io.multiprocess.store.actuate.ConflictDescriptor.State;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** What operators see of conflicts: lists from memory, one object from its files. */
final class ConflictViews {

  private static final int DEFAULT_SIZE = 50;
  private static final int MAX_SIZE = 1000;

  private ConflictViews() {}

  /** A part of what was found when conflicts were last looked for. The store is not touched. */
  static ConflictDescriptor.Page page(
      StoreMonitor monitor,
      @Nullable Integer page,
      @Nullable Integer size,
      @Nullable State state,
      @Nullable Kind kind) {
    int from = page == null ? 0 : page;
    int length = size == null ? DEFAULT_SIZE : size;
    requireInRange("page", from, 0, Integer.MAX_VALUE);
    requireInRange("size", length, 1, MAX_SIZE);
    StoreSnapshot snapshot = monitor.snapshot();
    List<Conflict> wanted =
        snapshot.conflicts().stream()
            .filter(conflict -> state == null || State.of(conflict) == state)
            .filter(conflict -> kind == null || conflict.kind() == kind)
            .toList();
    return new ConflictDescriptor.Page(
        monitor.name(),
        wanted.size(),
        from,
        length,
        snapshot.refreshedAt(),
        describe(monitor, wanted.stream().skip((long) from * length).limit(length).toList()));
  }

  /**
   * What is unsettled about one object.
   *
   * @throws io.multiprocess.store.ObjectNotFoundException if there is no such object
   */
  static ObjectConflictDescriptor object(StoreMonitor monitor, String id, boolean showValues) {
    Revision winner = monitor.store().get(id).revision();
    List<ConflictDescriptor> conflicts = describe(monitor, monitor.store().conflicts(id));
    return monitor
        .store()
        .conflict(id)
        .map(
            open ->
                ObjectConflictDescriptor.open(monitor.name(), winner, conflicts, open, showValues))
        .orElseGet(() -> ObjectConflictDescriptor.settled(monitor.name(), id, winner, conflicts));
  }

  private static List<ConflictDescriptor> describe(StoreMonitor monitor, List<Conflict> conflicts) {
    return conflicts.stream()
        .map(conflict -> ConflictDescriptor.of(conflict, monitor.age(conflict)))
        .toList();
  }

  private static void requireInRange(String parameter, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidEndpointRequestException(
          "Parameter '%s' is %d".formatted(parameter, value),
          "Parameter '%s' is %d; expected %d to %d".formatted(parameter, value, least, most));
    }
  }
}
