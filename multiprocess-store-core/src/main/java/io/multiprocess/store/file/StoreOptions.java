package io.multiprocess.store.file;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.StoreListener;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a process uses a store. Immutable; each {@code with} method returns a changed copy.
 *
 * <p>Options are this process's own, except the id profile, which is written into a new store and
 * must agree with the one of an existing store.
 */
public final class StoreOptions {

  /** Largest document by default: 16 MiB. */
  public static final long DEFAULT_MAX_DOCUMENT_BYTES = 16L << 20;

  /** Deepest nesting by default. */
  public static final int DEFAULT_MAX_DEPTH = 1000;

  private static final StoreOptions DEFAULTS =
      new StoreOptions(
          OnStale.KEEP,
          Durability.FULL,
          DEFAULT_MAX_DOCUMENT_BYTES,
          DEFAULT_MAX_DEPTH,
          Duration.ofMillis(200),
          Sharing.OWNER,
          null,
          StoreListener.NONE);

  private final OnStale onStale;
  private final Durability durability;
  private final long maxDocumentBytes;
  private final int maxDepth;
  private final Duration createGrace;
  private final Sharing sharing;
  private final @Nullable IdProfile idProfile;
  private final StoreListener listener;

  private StoreOptions(
      OnStale onStale,
      Durability durability,
      long maxDocumentBytes,
      int maxDepth,
      Duration createGrace,
      Sharing sharing,
      @Nullable IdProfile idProfile,
      StoreListener listener) {
    this.onStale = onStale;
    this.durability = durability;
    this.maxDocumentBytes = maxDocumentBytes;
    this.maxDepth = maxDepth;
    this.createGrace = createGrace;
    this.sharing = sharing;
    this.idProfile = idProfile;
    this.listener = listener;
  }

  /** Stale edits kept, full durability, documents up to 16 MiB and 1000 levels deep. */
  public static StoreOptions defaults() {
    return DEFAULTS;
  }

  /** What becomes of an edit whose base is no longer the winner. */
  public OnStale onStale() {
    return onStale;
  }

  /** What an acknowledged write has survived. */
  public Durability durability() {
    return durability;
  }

  /** Largest document in bytes of its file; larger ones are neither written nor read. */
  public long maxDocumentBytes() {
    return maxDocumentBytes;
  }

  /** Deepest nesting of objects and arrays in a document. */
  public int maxDepth() {
    return maxDepth;
  }

  /**
   * How long a create waits at an empty object directory for the first file of an npm process that
   * is creating the same object. The only wait in the protocol.
   */
  public Duration createGrace() {
    return createGrace;
  }

  /** Who may use the files that this process makes. */
  public Sharing sharing() {
    return sharing;
  }

  /**
   * The id profile asked for, or null to take the store's own, or the platform's for a new store.
   */
  public @Nullable IdProfile idProfile() {
    return idProfile;
  }

  /** Hears of damaged revisions. */
  public StoreListener listener() {
    return listener;
  }

  /** The same options with another way to treat stale edits. */
  public StoreOptions withOnStale(OnStale value) {
    Objects.requireNonNull(value, "onStale");
    return new StoreOptions(
        value, durability, maxDocumentBytes, maxDepth, createGrace, sharing, idProfile, listener);
  }

  /** The same options with another durability. */
  public StoreOptions withDurability(Durability value) {
    Objects.requireNonNull(value, "durability");
    return new StoreOptions(
        onStale, value, maxDocumentBytes, maxDepth, createGrace, sharing, idProfile, listener);
  }

  /** The same options with another largest document, 1 to {@link Integer#MAX_VALUE} - 8 bytes. */
  public StoreOptions withMaxDocumentBytes(long value) {
    if (value < 1 || value > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Largest document of %d bytes is out of range; expected 1 to %d"
              .formatted(value, Integer.MAX_VALUE - 8));
    }
    return new StoreOptions(
        onStale, durability, value, maxDepth, createGrace, sharing, idProfile, listener);
  }

  /** The same options with another deepest nesting, 1 to 10,000. */
  public StoreOptions withMaxDepth(int value) {
    if (value < 1 || value > 10_000) {
      throw new IllegalArgumentException(
          "Deepest nesting of %d is out of range; expected 1 to 10000".formatted(value));
    }
    return new StoreOptions(
        onStale, durability, maxDocumentBytes, value, createGrace, sharing, idProfile, listener);
  }

  /** The same options with another grace for npm's creates; zero if no npm process writes. */
  public StoreOptions withCreateGrace(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "Grace of %s is negative; expected zero or more".formatted(value));
    }
    return new StoreOptions(
        onStale, durability, maxDocumentBytes, maxDepth, value, sharing, idProfile, listener);
  }

  /** The same options with another sharing. */
  public StoreOptions withSharing(Sharing value) {
    Objects.requireNonNull(value, "sharing");
    return new StoreOptions(
        onStale, durability, maxDocumentBytes, maxDepth, createGrace, value, idProfile, listener);
  }

  /** The same options with an id profile asked for. */
  public StoreOptions withIdProfile(IdProfile value) {
    Objects.requireNonNull(value, "idProfile");
    return new StoreOptions(
        onStale, durability, maxDocumentBytes, maxDepth, createGrace, sharing, value, listener);
  }

  /** The same options with another listener. */
  public StoreOptions withListener(StoreListener value) {
    Objects.requireNonNull(value, "listener");
    return new StoreOptions(
        onStale, durability, maxDocumentBytes, maxDepth, createGrace, sharing, idProfile, value);
  }
}
