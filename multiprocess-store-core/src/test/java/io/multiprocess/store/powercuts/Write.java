package io.multiprocess.store.powercuts;

import io.multiprocess.store.Revision;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One write as its writer told it. Moments are those of {@link System#nanoTime}, which all
 * processes of a Linux machine share.
 *
 * @param number its own among all writes to a disk; decides what it writes
 * @param ended when it was acknowledged; {@link Long#MAX_VALUE} if it never was
 * @param revision what was published, if it was acknowledged and publishes something
 */
record Write(
    long number, Kind kind, String id, long begun, long ended, @Nullable Revision revision) {

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  enum Kind {
    CREATE,
    UPDATE,
    /** Edits the lowest live revision, so that there are rivals. */
    STALE_UPDATE,
    /** Claims its base, as a store that rejects stale edits does. */
    REJECTING_UPDATE,
    UPSERT,
    /** Decides the latest conflict. */
    SETTLE,
    /** Keeps the winner and whatever else a compaction must keep. */
    COMPACT,
    DELETE
  }

  boolean isAcknowledgedBy(long moment) {
    return ended <= moment;
  }

  /** Whether it may be that this write did away with what another one published. */
  boolean mayBury(Write other, long moment) {
    return (kind == Kind.DELETE || kind == Kind.SETTLE || kind == Kind.COMPACT)
        && begun <= moment
        && ended > other.begun;
  }

  /** What the write of a number writes: mostly little, now and then some blocks of a disk. */
  static ObjectNode document(long number) {
    Random random = new Random(number);
    int magnitude = random.nextInt(10);
    int length = random.nextInt(magnitude < 6 ? 300 : magnitude < 9 ? 12_000 : 60_000);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("n", Long.toString(number))
        .put("text", text.toString());
  }
}
