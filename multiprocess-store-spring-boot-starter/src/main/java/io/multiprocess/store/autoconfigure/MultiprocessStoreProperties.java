package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.IdProfile;
import io.multiprocess.store.file.Sharing;
import io.multiprocess.store.spring.replication.ReplicationDirection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of the stores.
 *
 * @param enabled Whether to configure stores at all.
 * @param path Directory of the default store. A leading ~/ is the user's home, and relative paths
 *     start at the working directory. Without it there is no default store.
 * @param primary Name of the store that is injected where no qualifier names one. By default the
 *     default store, or the only one.
 * @param defaults Options of the default store, inherited by named stores.
 * @param stores Named stores. Each has a path and, where it differs from the defaults, its own
 *     indexes, on-stale, merge, settle-captured, retention, archive, purge-tombstones,
 *     maintenance-interval, replication, durability, max-document-size, max-depth, create-grace,
 *     sharing, cache-size, foreign-delay and ids.
 * @param indexes Properties of entities in the default store that queries find by an index, joined
 *     by dots, and of which kind it is. Comes before annotations.
 * @param refreshInterval How often objects and conflicts are counted for health and metrics, and
 *     new conflicts are told as events, besides soon after a change.
 * @param archiveInterval How often the archives are measured for metrics, which takes a look at
 *     each file in them.
 * @param changes Configuration of the changes feed.
 * @param replication Replication of the default store.
 * @param repositories Configuration of repositories.
 * @param maintenance Configuration of what is done in the background.
 * @param observations Configuration of observations.
 * @param metrics Configuration of metrics.
 * @param info Configuration of the info contributor.
 * @param web Configuration of web applications.
 * @param health Configuration of health.
 * @param console Configuration of the web console.
 */
@ConfigurationProperties("multiprocess-store")
public record MultiprocessStoreProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String path,
    @Nullable String primary,
    @DefaultValue Defaults defaults,
    @DefaultValue Map<String, Store> stores,
    @DefaultValue Map<String, IndexKind> indexes,
    @DefaultValue("5s") Duration refreshInterval,
    @DefaultValue("5m") Duration archiveInterval,
    @DefaultValue Changes changes,
    @DefaultValue Replication replication,
    @DefaultValue Repositories repositories,
    @DefaultValue Maintenance maintenance,
    @DefaultValue Observations observations,
    @DefaultValue Metrics metrics,
    @DefaultValue Info info,
    @DefaultValue Web web,
    @DefaultValue Health health,
    @DefaultValue Console console) {

  /** Checks the intervals. */
  public MultiprocessStoreProperties {
    if (refreshInterval.isNegative() || refreshInterval.isZero()) {
      throw new IllegalArgumentException(
          "Refresh interval of %s is not positive; expected for example 5s"
              .formatted(refreshInterval));
    }
    if (archiveInterval.isNegative() || archiveInterval.isZero()) {
      throw new IllegalArgumentException(
          "Archive interval of %s is not positive; expected for example 5m"
              .formatted(archiveInterval));
    }
  }

  /** What an index is for. */
  public enum IndexKind {
    /** Finds the objects that have a value. */
    PLAIN,
    /** Also refuses a value that another object has. */
    UNIQUE
  }

  /**
   * Options that hold unless a named store says otherwise.
   *
   * @param onStale What becomes of an edit whose base is no longer the winner: kept beside the
   *     other edit as a conflict (keep), refused (reject), or merged with the other edit where they
   *     do not clash (merge).
   * @param merge How places of documents are merged, by names of fields joined by dots: set,
   *     sequence, counter or keyed(field). Named stores add to it. Comes before annotations of
   *     types.
   * @param settleCaptured Whether rivals are retired in the background when all that they changed
   *     stands in the winner. Knows the rules of merge only, not annotations of types.
   * @param retention Which superseded revisions stay in place. By default all.
   * @param archive What stays in the archive.
   * @param purgeTombstones Whether tombstones are removed that are older than fifteen months. A
   *     copy of the store that was away for longer brings back what they had retired.
   * @param maintenanceInterval Time between two runs of what settle-captured, retention, archive
   *     and purge-tombstones ask for. The first one is at the start.
   * @param durability What an acknowledged write has survived: a power cut (full), a power cut with
   *     the last writes possibly missing (file), or a crash of the process only (none).
   * @param maxDocumentSize Largest document that is written or read.
   * @param maxDepth Deepest nesting of objects and arrays in a document.
   * @param createGrace How long a create waits for a Node process that is creating the same object.
   *     Zero if there are none.
   * @param sharing Who may use the files that are made: the user of the process (owner), or the
   *     user and the group (group).
   * @param cacheSize What may be taken of the heap by objects that were read or written, as
   *     estimated. They are used again while the times of their directories prove, on a local file
   *     system, that nothing has changed there. Zero turns that off.
   * @param foreignDelay How late a read may see what was done without this library, by Node
   *     processes, scripts and copying tools. With more than zero, reads of what is cached make no
   *     call to the system, and queries by an index look through the store no more often.
   * @param ids Which ids are their own directory names. By default as the existing store has it, or
   *     as the platform needs it.
   */
  public record Defaults(
      @DefaultValue("keep") OnStale onStale,
      @DefaultValue Map<String, String> merge,
      @DefaultValue("false") boolean settleCaptured,
      @DefaultValue Retention retention,
      @DefaultValue Archive archive,
      @DefaultValue("false") boolean purgeTombstones,
      @DefaultValue("1h") Duration maintenanceInterval,
      @DefaultValue("full") Durability durability,
      @DefaultValue("16MB") DataSize maxDocumentSize,
      @DefaultValue("1000") int maxDepth,
      @DefaultValue("200ms") Duration createGrace,
      @DefaultValue("owner") Sharing sharing,
      @DefaultValue("64MB") DataSize cacheSize,
      @DefaultValue("0ms") Duration foreignDelay,
      @Nullable IdProfile ids) {}

  /**
   * A named store. Options that are absent are inherited.
   *
   * @param path Directory of the store.
   * @param indexes Properties of entities that queries find by an index, joined by dots, and of
   *     which kind it is.
   * @param onStale What becomes of an edit whose base is no longer the winner.
   * @param merge How places of documents are merged, before what the defaults say of them.
   * @param settleCaptured Whether rivals are retired when all that they changed stands in the
   *     winner.
   * @param retention Which superseded revisions stay in place.
   * @param archive What stays in the archive.
   * @param purgeTombstones Whether tombstones are removed that are older than fifteen months.
   * @param maintenanceInterval Time between two runs of maintenance.
   * @param replication Replication of the store.
   * @param durability What an acknowledged write has survived.
   * @param maxDocumentSize Largest document that is written or read.
   * @param maxDepth Deepest nesting of objects and arrays in a document.
   * @param createGrace How long a create waits for a Node process that is creating the same object.
   * @param sharing Who may use the files that are made.
   * @param cacheSize What may be taken of the heap by objects that were read or written.
   * @param foreignDelay How late a read may see what was done without this library.
   * @param ids Which ids are their own directory names.
   */
  public record Store(
      @Nullable String path,
      @DefaultValue Map<String, IndexKind> indexes,
      @Nullable OnStale onStale,
      @DefaultValue Map<String, String> merge,
      @Nullable Boolean settleCaptured,
      @DefaultValue Retention retention,
      @DefaultValue Archive archive,
      @Nullable Boolean purgeTombstones,
      @Nullable Duration maintenanceInterval,
      @DefaultValue Replication replication,
      @Nullable Durability durability,
      @Nullable DataSize maxDocumentSize,
      @Nullable Integer maxDepth,
      @Nullable Duration createGrace,
      @Nullable Sharing sharing,
      @Nullable DataSize cacheSize,
      @Nullable Duration foreignDelay,
      @Nullable IdProfile ids) {

    /** A store that has nothing but a directory of its own. */
    static Store inheriting(String path, Replication replication) {
      Retention retention = new Retention(null, null);
      Archive archive = new Archive(null);
      return new Store(
          path,
          Map.of(),
          null,
          Map.of(),
          null,
          retention,
          archive,
          null,
          null,
          replication,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
    }
  }

  /**
   * Which superseded revisions stay in place. What is not said is inherited.
   *
   * @param revisions How many of the latest revisions of each object stay in place. Rivals and
   *     their bases stay besides.
   * @param age How long revisions stay in place after they were written.
   */
  public record Retention(@Nullable Integer revisions, @Nullable Duration age) {}

  /**
   * What stays in the archive. What is not said is inherited.
   *
   * @param age How long bodies of deleted, settled and superseded revisions stay in the archive. By
   *     default for ever.
   */
  public record Archive(@Nullable Duration age) {}

  /**
   * Replication of a store: keeping it equal to one in another directory, for example on a mount.
   *
   * @param enabled Whether to replicate the store if it has a target.
   * @param target Directory of the other store. It has to exist; a store that is new begins empty.
   *     By default none, and no replication.
   * @param direction Which of the two gets what the other has: both, the target (to-target), or the
   *     store (from-target).
   * @param interval Time between two runs. The first one is at the start.
   * @param onChange Whether what changes in the store, by whichever process, is copied at once.
   * @param prefixes What the ids of objects begin with that are copied. By default all are.
   */
  public record Replication(
      @DefaultValue("true") boolean enabled,
      @Nullable String target,
      @DefaultValue("both") ReplicationDirection direction,
      @DefaultValue("1m") Duration interval,
      @DefaultValue("true") boolean onChange,
      @DefaultValue Set<String> prefixes) {}

  /**
   * Configuration of the changes feed.
   *
   * @param enabled Whether to publish an event for every object that is created, updated or
   *     deleted, by whichever process.
   * @param interval How often a store with a changes feed is looked through for what nobody
   *     announced: changes by Node processes, scripts and copying tools.
   */
  public record Changes(
      @DefaultValue("false") boolean enabled, @DefaultValue("10s") Duration interval) {

    /** Checks the interval. */
    public Changes {
      if (interval.toMillis() < 1) {
        throw new IllegalArgumentException(
            "Changes interval of %s is too short; expected for example 10s".formatted(interval));
      }
    }
  }

  /**
   * Configuration of repositories.
   *
   * @param enabled Whether to find and create repositories.
   */
  public record Repositories(@DefaultValue("true") boolean enabled) {}

  /**
   * Configuration of what is done in the background.
   *
   * @param enabled Whether to do what settle-captured, retention and archive ask for. Of several
   *     processes that share a store, one is enough.
   */
  public record Maintenance(@DefaultValue("true") boolean enabled) {}

  /**
   * Configuration of observations.
   *
   * @param enabled Whether to make a Micrometer observation of every operation on a store.
   */
  public record Observations(@DefaultValue("true") boolean enabled) {}

  /**
   * Configuration of metrics.
   *
   * @param enabled Whether to add meters of objects and conflicts.
   */
  public record Metrics(@DefaultValue("true") boolean enabled) {}

  /**
   * Configuration of the info contributor.
   *
   * @param showPaths Whether to tell the directories of the stores in the info endpoint.
   */
  public record Info(@DefaultValue("false") boolean showPaths) {}

  /**
   * Configuration of web applications.
   *
   * @param problemdetails Configuration of problem details.
   */
  public record Web(@DefaultValue Problemdetails problemdetails) {

    /**
     * Configuration of problem details.
     *
     * @param enabled Whether to answer requests that fail because of a store with problem details
     *     (RFC 9457).
     */
    public record Problemdetails(@DefaultValue("false") boolean enabled) {}
  }

  /**
   * Configuration of health.
   *
   * @param maxConflicts How many conflicts, current and past ones together, a healthy store may
   *     have. By default any number.
   * @param maxConflictAge How long a conflict of a healthy store may have been open. By default for
   *     ever.
   * @param conflictStatus Health of a store that has more conflicts or older ones.
   */
  public record Health(
      @Nullable Long maxConflicts,
      @Nullable Duration maxConflictAge,
      @DefaultValue("out-of-service") ConflictStatus conflictStatus) {

    /** Checks the limits. */
    public Health {
      if (maxConflicts != null && maxConflicts < 0) {
        throw new IllegalArgumentException(
            "Maximum of %d conflicts is negative; expected zero or more, or nothing for any number"
                .formatted(maxConflicts));
      }
      if (maxConflictAge != null && maxConflictAge.isNegative()) {
        throw new IllegalArgumentException(
            "Maximum age of %s for conflicts is negative; expected for example 1d, or nothing for any age"
                .formatted(maxConflictAge));
      }
    }

    /** Those of the built-in statuses that say that something is wrong. */
    public enum ConflictStatus {
      /** Out of order; answered with 503. */
      DOWN,
      /** Not to be used for now; answered with 503. */
      OUT_OF_SERVICE,
      /** Not known; answered with 200, and of no account beside a component that is up. */
      UNKNOWN
    }
  }

  /**
   * Configuration of the web console.
   *
   * @param enabled Whether to show the stores in a browser. Needs a servlet application and
   *     Thymeleaf.
   * @param path Where the console is, below the context path.
   * @param readOnly Whether it only shows.
   * @param allowRemote Whether it answers other machines than its own. It has no login; put one
   *     before it first.
   * @param sensitive Names of stores whose documents it does not show.
   */
  public record Console(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("/store-console") String path,
      @DefaultValue("false") boolean readOnly,
      @DefaultValue("false") boolean allowRemote,
      @DefaultValue Set<String> sensitive) {}
}
