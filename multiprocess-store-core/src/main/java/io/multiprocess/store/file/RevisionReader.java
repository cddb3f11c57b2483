package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads revisions and decides whether they are whole.
 *
 * <p>A file whose token proves its content is whole or damaged. Any other is whole if it is one
 * JSON object, since no proper beginning of one parses. The npm package writes such files in place,
 * so a young one that is not whole is being written: it is given a moment, and then passed over,
 * which is right because its writer has not been told that it is written.
 */
final class RevisionReader {

  /** How long a reader waits for a file that an npm process is writing. */
  static final Duration PATIENCE = Duration.ofMillis(100);

  /** The same when there is nothing else to serve. */
  static final Duration PATIENCE_FOR_THE_ONLY_ONE = Duration.ofMillis(250);

  private static final Duration BEING_WRITTEN = Duration.ofSeconds(2);

  /** When what has not changed meanwhile is not being written any more. */
  static final Duration GIVEN_UP = Duration.ofSeconds(60);

  private static final long LONGEST_PAUSE_MILLIS = 32;

  private final StoreLayout layout;
  private final DocumentCodec codec;

  RevisionReader(StoreLayout layout, DocumentCodec codec) {
    this.layout = layout;
    this.codec = codec;
  }

  /** What a look at a revision's file found. */
  sealed interface Reading {}

  /**
   * The revision as it was written.
   *
   * @param content the bytes of its file; not to be changed
   * @param document the user's fields
   * @param ancestry what it was made from; empty when the file does not prove it
   * @param writtenAt the file's time
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
  record Whole(byte[] content, ObjectNode document, Optional<Ancestry> ancestry, Instant writtenAt)
      implements Reading {

    /** What it was made from; empty when the file does not prove it. */
    Optional<List<Revision>> bases() {
      return ancestry.map(Ancestry::bases);
    }
  }

  /** The file is not there any more. */
  record Vanished() implements Reading {}

  /**
   * The file is not what was written.
   *
   * @param finding what is wrong with it
   * @param inFlight whether it may still become whole
   */
  record NotWhole(String finding, boolean inFlight) implements Reading {}

  /**
   * Reads one revision.
   *
   * @param patience how long to wait for a file that is being written
   * @throws IOException if the file system fails
   */
  Reading read(String name, Revision revision, Duration patience) throws IOException {
    return read(layout.revision(name, revision), revision, patience);
  }

  /** Reads one revision from wherever its file lies, in the archive for example. */
  Reading read(Path file, Revision revision, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (long pause = 1; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      BoundedFile content;
      try {
        content = BoundedFile.read(file, codec.maxBytes());
      } catch (NoSuchFileException e) {
        return new Vanished();
      } catch (BoundedFile.UnsuitableFileException e) {
        return new NotWhole(String.valueOf(e.getMessage()), false);
      }
      Reading reading = judge(revision, content);
      if (!(reading instanceof NotWhole notWhole)
          || !notWhole.inFlight()
          || ageOf(content).compareTo(BEING_WRITTEN) > 0
          || System.nanoTime() >= deadline) {
        return reading;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
    }
  }

  private Reading judge(Revision revision, BoundedFile content) {
    boolean proof = ContentHash.isProof(revision);
    if (proof) {
      Revision actual = ContentHash.REVISION.name(revision.generation(), content.bytes());
      if (!actual.equals(revision)) {
        return new NotWhole(
            "expected digest %s, found %s".formatted(revision.token(), actual.token()), false);
      }
    }
    try {
      ObjectNode document = codec.decode(content.bytes());
      JsonNode field = document.get(DocumentCodec.REVISION);
      Optional<Ancestry> ancestry =
          proof && field != null ? Ancestry.parse(field.asString("")) : Optional.empty();
      return new Whole(
          content.bytes(), DocumentCodec.withoutReserved(document), ancestry, content.modified());
    } catch (IOException e) {
      boolean inFlight = !proof && ageOf(content).compareTo(GIVEN_UP) < 0;
      return new NotWhole(String.valueOf(e.getMessage()), inFlight);
    }
  }

  /** A clock that was set back must not make a file young for ever. */
  private static Duration ageOf(BoundedFile content) {
    return Duration.between(content.modified(), Instant.now()).abs();
  }
}
