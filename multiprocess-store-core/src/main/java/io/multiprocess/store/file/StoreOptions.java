package io.multiprocess.store.file;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.StoreListener;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

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

  /** What the cache may take of the heap by default: 64 MiB. */
  public static final long DEFAULT_CACHE_BYTES = 64L << 20;

  private static final StoreOptions DEFAULTS = new StoreOptions(new Draft());

  private final OnStale onStale;
  private final Durability durability;
  private final long maxDocumentBytes;
  private final int maxDepth;
  private final Duration createGrace;
  private final Sharing sharing;
  private final long cacheBytes;
  private final Duration foreignDelay;
  private final @Nullable IdProfile idProfile;
  private final MergeRules mergeRules;
  private final ConflictResolver<ObjectNode> resolver;
  private final StoreListener listener;
  private final Duration changesInterval;

  private StoreOptions(Draft draft) {
    this.onStale = draft.onStale;
    this.durability = draft.durability;
    this.maxDocumentBytes = draft.maxDocumentBytes;
    this.maxDepth = draft.maxDepth;
    this.createGrace = draft.createGrace;
    this.sharing = draft.sharing;
    this.cacheBytes = draft.cacheBytes;
    this.foreignDelay = draft.foreignDelay;
    this.idProfile = draft.idProfile;
    this.mergeRules = draft.mergeRules;
    this.resolver = draft.resolver;
    this.listener = draft.listener;
    this.changesInterval = draft.changesInterval;
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
   * How many bytes of heap may be taken by what was read of objects, as estimated. It is used again
   * while the times of directories prove, on a local file system, that nothing has changed there.
   */
  public long cacheBytes() {
    return cacheBytes;
  }

  /**
   * How late a read, and who catches up with all changes, may see what was done to an object
   * without this library: by npm processes, scripts and copying tools.
   */
  public Duration foreignDelay() {
    return foreignDelay;
  }

  /**
   * The id profile asked for, or null to take the store's own, or the platform's for a new store.
   */
  public @Nullable IdProfile idProfile() {
    return idProfile;
  }

  /** How places of a document are merged, and what counts as captured. */
  public MergeRules mergeRules() {
    return mergeRules;
  }

  /** What settles conflicts without a person: what merges cleanly, by default. */
  public ConflictResolver<ObjectNode> resolver() {
    return resolver;
  }

  /** Hears of damaged revisions and settled conflicts. */
  public StoreListener listener() {
    return listener;
  }

  /**
   * How often a watched store is looked through for changes that nobody announced: those of npm
   * processes, scripts and copying tools. Longer where that takes more than a tenth of it.
   */
  public Duration changesInterval() {
    return changesInterval;
  }

  /** The same options with another way to treat stale edits. */
  public StoreOptions withOnStale(OnStale value) {
    Objects.requireNonNull(value, "onStale");
    return with(draft -> draft.onStale = value);
  }

  /** The same options with another durability. */
  public StoreOptions withDurability(Durability value) {
    Objects.requireNonNull(value, "durability");
    return with(draft -> draft.durability = value);
  }

  /** The same options with another largest document, 1 to {@link Integer#MAX_VALUE} - 8 bytes. */
  public StoreOptions withMaxDocumentBytes(long value) {
    if (value < 1 || value > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Largest document of %d bytes is out of range; expected 1 to %d"
              .formatted(value, Integer.MAX_VALUE - 8));
    }
    return with(draft -> draft.maxDocumentBytes = value);
  }

  /** The same options with another deepest nesting, 1 to 10,000. */
  public StoreOptions withMaxDepth(int value) {
    if (value < 1 || value > 10_000) {
      throw new IllegalArgumentException(
          "Deepest nesting of %d is out of range; expected 1 to 10000".formatted(value));
    }
    return with(draft -> draft.maxDepth = value);
  }

  /** The same options with another grace for npm's creates; zero if no npm process writes. */
  public StoreOptions withCreateGrace(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "Grace of %s is negative; expected zero or more".formatted(value));
    }
    return with(draft -> draft.createGrace = value);
  }

  /** The same options with another sharing. */
  public StoreOptions withSharing(Sharing value) {
    Objects.requireNonNull(value, "sharing");
    return with(draft -> draft.sharing = value);
  }

  /**
   * The same options with another size of the cache; none at all with 0, if each operation shall
   * make the same system calls every time, or where the times of directories are not to be trusted.
   */
  public StoreOptions withCacheBytes(long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "Cache of %d bytes is negative; expected zero or more".formatted(value));
    }
    return with(draft -> draft.cacheBytes = value);
  }

  /**
   * The same options with another delay for what is done without this library. With zero, every
   * read looks at the object's directory. With more, a read of what is cached need not, and makes
   * no call to the system: what processes of this library do on this host is seen at once all the
   * same, through memory that they share. Nor is the store looked through more often by who {@link
   * io.multiprocess.store.ChangeFeed#catchUpWithAll catches up with all}.
   */
  public StoreOptions withForeignDelay(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "Delay of %s is negative; expected zero or more".formatted(value));
    }
    return with(draft -> draft.foreignDelay = value);
  }

  /** The same options with an id profile asked for. */
  public StoreOptions withIdProfile(IdProfile value) {
    Objects.requireNonNull(value, "idProfile");
    return with(draft -> draft.idProfile = value);
  }

  /** The same options with other rules for merging. */
  public StoreOptions withMergeRules(MergeRules value) {
    Objects.requireNonNull(value, "mergeRules");
    return with(draft -> draft.mergeRules = value);
  }

  /** The same options with another rule that settles conflicts. */
  public StoreOptions withResolver(ConflictResolver<ObjectNode> value) {
    Objects.requireNonNull(value, "resolver");
    return with(draft -> draft.resolver = value);
  }

  /** The same options with another listener. */
  public StoreOptions withListener(StoreListener value) {
    Objects.requireNonNull(value, "listener");
    return with(draft -> draft.listener = value);
  }

  /** The same options with another interval for changes that nobody announced, 1 ms at least. */
  public StoreOptions withChangesInterval(Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "Interval of %s is too short to look for changes; expected 1 ms or more"
              .formatted(value));
    }
    return with(draft -> draft.changesInterval = value);
  }

  private StoreOptions with(Consumer<Draft> change) {
    Draft draft = new Draft();
    draft.onStale = onStale;
    draft.durability = durability;
    draft.maxDocumentBytes = maxDocumentBytes;
    draft.maxDepth = maxDepth;
    draft.createGrace = createGrace;
    draft.sharing = sharing;
    draft.cacheBytes = cacheBytes;
    draft.foreignDelay = foreignDelay;
    draft.idProfile = idProfile;
    draft.mergeRules = mergeRules;
    draft.resolver = resolver;
    draft.listener = listener;
    draft.changesInterval = changesInterval;
    change.accept(draft);
    return new StoreOptions(draft);
  }

  /** Options in the making, at first the defaults. */
  private static final class Draft {
    private OnStale onStale = OnStale.KEEP;
    private Durability durability = Durability.FULL;
    private long maxDocumentBytes = DEFAULT_MAX_DOCUMENT_BYTES;
    private int maxDepth = DEFAULT_MAX_DEPTH;
    private Duration createGrace = Duration.ofMillis(200);
    private Sharing sharing = Sharing.OWNER;
    private long cacheBytes = DEFAULT_CACHE_BYTES;
    private Duration foreignDelay = Duration.ZERO;
    private @Nullable IdProfile idProfile;
    private MergeRules mergeRules = MergeRules.none();
    private ConflictResolver<ObjectNode> resolver = ConflictResolver.mergingCleanly();
    private StoreListener listener = StoreListener.NONE;
    private Duration changesInterval = Duration.ofSeconds(10);
  }
}
