package io.multiprocess.store.histories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * The log of one thread of one life of a worker, {@code <worker>.<life>.<thread>.log}.
 *
 * <p>Each record is one line, written by one system call, so that a killed process leaves whole
 * records and at most one cut short. Words are separated by tabs, times are nanoseconds of the
 * monotonic clock, which is the same one for all processes of a machine. A write is named by the
 * log's name and a number.
 *
 * <pre>
 * start    &lt;time>
 * begin    &lt;number> &lt;time> &lt;kind> &lt;object> &lt;bases>    before a write
 * ack      &lt;number> &lt;time> &lt;revision> &lt;note>             it was acknowledged
 * refuse   &lt;number> &lt;time> &lt;reason>                       it was refused and must not be seen
 * unknown  &lt;number> &lt;time> &lt;reason>                       it may have happened
 * winner   &lt;begin> &lt;end> &lt;object> &lt;seen>                a read, by its kind
 * survey   &lt;object> &lt;winner> &lt;seen> &lt;rivals>             a look when nothing happens
 * error    &lt;text>                                            what must not happen
 * </pre>
 *
 * <p>What was seen is {@code <revision>=<write>}, several separated by commas, {@code -} for
 * nothing; the write is {@code ?} where the document does not prove it, and {@code !} where the
 * revision was asked for and not found.
 */
final class HistoryLog implements AutoCloseable {

  static final String NOTHING = "-";
  static final String UNPROVEN = "?";
  static final String ABSENT = "!";

  private final String name;
  private final FileChannel file;
  private long writes;

  HistoryLog(Path directory, String name) {
    this.name = name;
    try {
      this.file =
          FileChannel.open(
              directory.resolve(name + ".log"),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    append("start", now());
  }

  static long now() {
    return System.nanoTime();
  }

  /** Begins a write and tells its name. */
  String begin(WriteKind kind, String object, Collection<Revision> bases) {
    append("begin", ++writes, now(), kind, object, names(bases));
    return name + "." + writes;
  }

  void acknowledged(String revision, String note) {
    append("ack", writes, now(), revision, note);
  }

  void refused(String reason) {
    append("refuse", writes, now(), reason);
  }

  void unknown(String reason) {
    append("unknown", writes, now(), reason);
  }

  void read(ReadKind kind, long begin, String object, String seen) {
    append(kind.name().toLowerCase(Locale.ROOT), begin, now(), object, seen);
  }

  void survey(String object, String winner, String seen, String rivals) {
    append("survey", object, winner, seen, rivals);
  }

  void error(String what, Throwable thrown) {
    StringBuilder text = new StringBuilder(what);
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      text.append(": ")
          .append(t)
          .append(" at ")
          .append(List.of(t.getStackTrace()).stream().limit(6).toList());
    }
    append("error", text.toString().replaceAll("\\s+", " "));
  }

  /** Documents that were seen, with the writes that they prove to belong to. */
  static String seen(Collection<Versioned<ObjectNode>> documents) {
    return documents.isEmpty()
        ? NOTHING
        : documents.stream()
            .map(
                document ->
                    document.revision()
                        + "="
                        + Payload.write(document.id(), document.value()).orElse(UNPROVEN))
            .collect(joining(","));
  }

  /** Revisions that were seen by name only. */
  static String names(Collection<Revision> revisions) {
    return revisions.isEmpty()
        ? NOTHING
        : revisions.stream().map(Revision::toString).collect(joining(","));
  }

  private void append(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.length() == 0 ? "" : "\t").append(word);
    }
    ByteBuffer bytes = ByteBuffer.wrap(line.append('\n').toString().getBytes(UTF_8));
    try {
      file.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.hasRemaining()) {
      throw new IllegalStateException("Record of %s was cut short".formatted(name));
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
