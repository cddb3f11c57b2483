package io.multiprocess.store.actuate;

import io.multiprocess.store.StoreException;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint tells of one store, all of it from memory.
 *
 * @param path its directory; null unless it is a store of files, as for format, modes and archive
 * @param format number of the on-disk format
 * @param onStale what becomes of stale edits
 * @param durability what an acknowledged write has survived
 * @param objects how many objects there are
 * @param revisions how many live revisions they have
 * @param conflicts how many conflicts are open
 * @param archive how much rests in the archive
 * @param usableBytes what can still be written to the file system
 * @param refreshedAt when these figures were taken; null before the first time
 * @param refreshTook how long that took
 * @param problem why the store could not be read or written then; null when it could
 */
public record StoreDescriptor(
    @Nullable String path,
    @Nullable Integer format,
    @Nullable String onStale,
    @Nullable String durability,
    long objects,
    long revisions,
    Conflicts conflicts,
    @Nullable Archive archive,
    @Nullable Long usableBytes,
    @Nullable Instant refreshedAt,
    Duration refreshTook,
    @Nullable String problem)
    implements OperationResponseBody {

  /**
   * All stores.
   *
   * @param stores by their names
   */
  public record All(Map<String, StoreDescriptor> stores) implements OperationResponseBody {}

  /**
   * How many conflicts are open.
   *
   * @param current at the generation of their object's winner
   * @param past below it
   * @param oldest since when the oldest is open; null if there is none
   */
  public record Conflicts(long current, long past, @Nullable Instant oldest) {}

  /**
   * How much rests in the archive.
   *
   * @param files bodies of dead revisions
   * @param bytes their size
   */
  public record Archive(long files, long bytes) {}

  static StoreDescriptor of(StoreMonitor monitor) {
    StoreSnapshot snapshot = monitor.snapshot();
    FileObjectStore files = monitor.files().orElse(null);
    Throwable problem = snapshot.problem();
    return new StoreDescriptor(
        files == null ? null : files.directory().toString(),
        files == null ? null : files.format(),
        files == null ? null : lowerCase(files.options().onStale()),
        files == null ? null : lowerCase(files.options().durability()),
        snapshot.counts().objects(),
        snapshot.counts().revisions(),
        new Conflicts(
            snapshot.counts().currentConflicts(),
            snapshot.counts().pastConflicts(),
            snapshot.oldestConflict()),
        files == null ? null : new Archive(monitor.archive().files(), monitor.archive().bytes()),
        snapshot.usableBytes(),
        snapshot.refreshedAt(),
        snapshot.took(),
        problem == null ? null : reason(problem));
  }

  /** What the store says names no other places than its own; of anything else only the kind. */
  private static String reason(Throwable problem) {
    return problem instanceof StoreException
        ? String.valueOf(problem.getMessage())
        : problem.getClass().getName();
  }

  static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
