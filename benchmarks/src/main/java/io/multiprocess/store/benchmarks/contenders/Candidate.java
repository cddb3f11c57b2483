package io.multiprocess.store.benchmarks.contenders;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.file.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is measured, what it can do, and how it is opened. */
public enum Candidate {
  STORE("this store", "durability none", "durability full", true),
  STORE_REJECT("this store, reject", "durability none", "durability full", true),
  STORE_MERGE("this store, merge", "durability none", "durability full", true),
  STORE_FILE("this store, file", null, "durability file", true),
  STORE_DELAYED("this store, foreign-delay", "100 ms, durability none", null, true),
  NPM("npm multiprocess-store", "1.25.0", null, true),
  SQLITE("SQLite", "WAL, NORMAL", "WAL, FULL", true),
  H2("H2", "AUTO_SERVER", "CHECKPOINT SYNC", true),
  MVSTORE("MVStore", "auto-commit", "commit, sync", false),
  NITRITE("Nitrite", "auto-commit", null, false),
  MAPDB("MapDB", "mmap", "commit", false),
  ROCKSDB("RocksDB", "sync=false", "sync=true", false),
  LMDB("LMDB", "NOSYNC", "sync", true),
  CHRONICLE("Chronicle Map", "persisted", null, true),
  XODUS("Xodus", "flush later", "durable write", false),
  POUCHDB("PouchDB", "leveldb", null, false),
  FLOOR("floor: plain files", "list, open, read", "one force", true),
  FLOOR_STAT("floor: one stat", "", null, true);

  private final String title;
  private final @Nullable String volatileMode;
  private final @Nullable String durableMode;
  private final boolean shared;

  Candidate(
      String title, @Nullable String volatileMode, @Nullable String durableMode, boolean shared) {
    this.title = title;
    this.volatileMode = volatileMode;
    this.durableMode = durableMode;
    this.shared = shared;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** Its name and how it was opened. */
  public String title(boolean durable) {
    String mode = durable ? durableMode : volatileMode;
    return mode == null || mode.isEmpty() ? title : "%s (%s)".formatted(title, mode);
  }

  /** Its name in a list of contenders. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The candidate of a name in a list of contenders. */
  public static Candidate ofKey(String key) {
    for (Candidate candidate : values()) {
      if (candidate.key().equals(key)) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("'%s' is no contender".formatted(key));
  }

  /** Whether it can force each commit, or go without. */
  public boolean can(boolean durable) {
    return (durable ? durableMode : volatileMode) != null;
  }

  /** Whether a second process can open its directory. */
  public boolean isShared() {
    return shared;
  }

  /** Whether it runs in Node. */
  public boolean isNode() {
    return this == NPM || this == POUCHDB;
  }

  /** Whether it keeps edits of one state and can tell where it did. */
  public boolean knowsConflicts() {
    return isThisStore() || isNode();
  }

  /** Whether it is this library, in whichever mode. */
  public boolean isThisStore() {
    return name().startsWith("STORE");
  }

  /** Whether it is no store but what the file system takes at least. */
  public boolean isFloor() {
    return this == FLOOR || this == FLOOR_STAT;
  }

  /** What this machine lacks to run it, as the command that installs it. */
  public Optional<String> missing() {
    return this == LMDB && LmdbStore.nativeLibrary().isEmpty()
        ? Optional.of("apt-get install liblmdb0")
        : Optional.empty();
  }

  /** Opens it in a directory, which is made if it does not exist. */
  public Contender open(Path directory, boolean durable) throws Exception {
    if (!can(durable)) {
      throw new IllegalArgumentException(
          "%s cannot be %s".formatted(title, durable ? "durable" : "volatile"));
    }
    Files.createDirectories(directory);
    Durability durability = durable ? Durability.FULL : Durability.NONE;
    return switch (this) {
      case STORE -> new FileStore(directory, durability, OnStale.KEEP);
      case STORE_DELAYED ->
          new FileStore(directory, durability, OnStale.KEEP, Duration.ofMillis(100));
      case STORE_REJECT -> new FileStore(directory, durability, OnStale.REJECT);
      case STORE_MERGE -> new FileStore(directory, durability, OnStale.MERGE);
      case STORE_FILE -> new FileStore(directory, Durability.FILE, OnStale.KEEP);
      case SQLITE -> new SqliteDatabase(directory, durable);
      case H2 -> new H2Database(directory, durable);
      case MVSTORE -> new MvStoreMap(directory, durable);
      case NITRITE -> new Nitrite(directory);
      case MAPDB -> new MapDb(directory, durable);
      case ROCKSDB -> new RocksDbStore(directory, durable);
      case LMDB -> new LmdbStore(directory, durable);
      case CHRONICLE -> new Chronicle(directory);
      case XODUS -> new XodusStore(directory, durable);
      case FLOOR -> new PlainFiles(directory, durable);
      case FLOOR_STAT -> new OneStat(directory);
      case NPM, POUCHDB -> throw new IllegalArgumentException(title + " runs in Node alone");
    };
  }
}
