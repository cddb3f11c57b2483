package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.List;

/**
 * A read that ended.
 *
 * @param log who read
 * @param begin a moment before it began
 * @param end a moment after it ended
 * @param seen what was read, greatest first
 */
record Read(ReadKind kind, String log, String object, long begin, long end, List<Seen> seen) {

  /**
   * A revision in an answer.
   *
   * @param write the write that its document proves to belong to; {@link HistoryLog#NOTHING} where
   *     only the name was read
   */
  record Seen(Revision revision, String write) {

    boolean isAbsent() {
      return write.equals(HistoryLog.ABSENT);
    }

    boolean hasDocument() {
      return !isAbsent() && !write.equals(HistoryLog.NOTHING);
    }
  }

  @Override
  public String toString() {
    return "%s read of %s by %s".formatted(kind, object, log);
  }
}
