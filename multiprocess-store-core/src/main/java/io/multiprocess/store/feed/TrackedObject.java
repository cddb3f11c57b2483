package io.multiprocess.store.feed;

import io.multiprocess.store.Change.ConflictChange;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.Change.Origin;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * An object as it was last seen, and the numbers of the changes that tell what is new to an
 * observer who was told everything up to some earlier number.
 */
final class TrackedObject {

  final String id;
  ObjectState state;
  Origin origin;

  /** The latest change. */
  long changed;

  /** The change with which the present or last life began. */
  long born;

  /** The latest change of the winner. */
  long won;

  /** The change with which it came into conflict after having had none. */
  long opened;

  /** The latest change that brought a conflict or a rival. */
  long joined;

  /** The change with which its last conflict ended. */
  long settled;

  /** Neighbours in the order of the latest changes. */
  @Nullable TrackedObject earlier;

  @Nullable TrackedObject later;

  TrackedObject(String id) {
    this.id = id;
    this.state = ObjectState.ABSENT;
    this.origin = Origin.OTHER;
  }

  /** Takes what was seen now for what is, as a change of that number. */
  void become(ObjectState now, Origin by, long number) {
    if (!state.exists()) {
      born = number;
    }
    if (!now.hasWinnerOf(state)) {
      won = number;
    }
    if (isMore(now.conflicts(), state.conflicts())) {
      joined = number;
      if (state.conflicts().isEmpty()) {
        opened = number;
      }
    }
    if (now.conflicts().isEmpty() && !state.conflicts().isEmpty()) {
      settled = number;
    }
    state = now;
    origin = by;
    changed = number;
  }

  private static boolean isMore(Collection<String> now, Collection<String> before) {
    return !before.containsAll(now);
  }

  /** What is new to somebody who was told everything up to a number. */
  Kind kindAfter(long number) {
    if (!state.exists()) {
      return Kind.DELETED;
    }
    if (born > number) {
      return Kind.CREATED;
    }
    return won > number ? Kind.UPDATED : Kind.CONFLICT;
  }

  ConflictChange conflictAfter(long number) {
    if (!state.conflicts().isEmpty()) {
      return joined > number ? ConflictChange.OPENED : ConflictChange.NONE;
    }
    return settled > number && opened <= number ? ConflictChange.SETTLED : ConflictChange.NONE;
  }
}
