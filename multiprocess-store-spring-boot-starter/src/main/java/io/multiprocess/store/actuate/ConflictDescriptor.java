package io.multiprocess.store.actuate;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint tells of one conflict. No values.
 *
 * @param id id of the object
 * @param kind between {@code edits}, or with a {@code deletion}
 * @param state {@code current} or {@code past}
 * @param generation generation of the lowest rival
 * @param rivals the rivals, the leading one first
 * @param deleted what a deletion named that had not seen them
 * @param base the revision all rivals were made from, if it is known
 * @param since when it became a conflict
 * @param age how long ago that is
 */
public record ConflictDescriptor(
    String id,
    String kind,
    String state,
    long generation,
    List<String> rivals,
    List<String> deleted,
    @Nullable String base,
    Instant since,
    Duration age) {

  /** Whether the generation of a conflict is its object's winner's. */
  public enum State {
    /** It is. */
    CURRENT,
    /** A later revision stands above it. */
    PAST;

    static State of(Conflict conflict) {
      return conflict.current() ? CURRENT : PAST;
    }
  }

  /**
   * A part of the list of a store's conflicts, the oldest first.
   *
   * @param store what the application calls the store
   * @param total how many there are in all, of the state and kind that were asked for
   * @param page which part this is, the first one being 0
   * @param size how many are in a part
   * @param refreshedAt when they were looked for; null before the first time
   * @param conflicts this part of them
   */
  public record Page(
      String store,
      long total,
      int page,
      int size,
      @Nullable Instant refreshedAt,
      List<ConflictDescriptor> conflicts)
      implements OperationResponseBody {}

  static ConflictDescriptor of(Conflict conflict, Duration age) {
    return new ConflictDescriptor(
        conflict.id(),
        StoreDescriptor.lowerCase(conflict.kind()),
        StoreDescriptor.lowerCase(State.of(conflict)),
        conflict.generation(),
        conflict.rivals().stream()
            .sorted((a, b) -> b.compareTo(a))
            .map(Revision::toString)
            .toList(),
        conflict.deleted().stream().map(Revision::toString).toList(),
        conflict.base().map(Revision::toString).orElse(null),
        conflict.since(),
        age);
  }
}
