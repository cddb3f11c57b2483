package io.multiprocess.store.file;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something in a store's directory that is not as it should be, found by a scrub.
 *
 * <p>What a process may still be working on is no finding: a file of the npm package that does not
 * parse, an empty directory, a dead revision, a claim, each while it changed less than a minute
 * ago. Neither is what a second look does not find again.
 *
 * @param kind what is wrong
 * @param id the object, or null where the file belongs to none
 * @param file the file or directory, relative to the store's directory
 * @param detail what was found and what was expected
 */
public record Finding(Kind kind, @Nullable String id, Path file, String detail) {

  /** Refuses nulls, except for the id. */
  public Finding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(detail, "detail");
  }

  /**
   * What can be wrong with a file, and whether {@link FileObjectStore#repair() repair} moves it.
   */
  public enum Kind {

    /**
     * A revision, live or archived, of which only a beginning is there: the file is empty, or its
     * JSON is right as far as it goes and ends early. Moved.
     */
    TRUNCATED,

    /**
     * A revision of this library, live or archived, whose bytes do not give the digest in its name,
     * other than {@link #TRUNCATED}. Moved.
     */
    DIGEST_MISMATCH,

    /**
     * A revision without a proof in its name, such as the npm package's, that is not one JSON
     * object, other than {@link #TRUNCATED}. Moved.
     */
    INVALID_JSON,

    /**
     * A tombstone that is truncated, whose digest does not fit, or that names nothing. The deletion
     * it recorded does not count. Moved.
     */
    DAMAGED_TOMBSTONE,

    /**
     * The format marker is not one that this version reads: nobody can open the store until it is
     * written again. Left.
     */
    INVALID_MARKER,

    /**
     * A file or directory that the file system refuses to read. Left, unless another store has a
     * good copy of it.
     */
    UNREADABLE,

    /**
     * A file larger, or nested deeper, than this process's options allow; it was not judged, and
     * readers pass it over. Left.
     */
    BEYOND_LIMITS,

    /**
     * Something no store wrote where only revisions, tombstones or objects lie: another name, a
     * link, a directory, a pipe. Never opened nor followed. Moved.
     */
    FOREIGN,

    /** An object's directory with nothing in it. Left; the next create takes it over. */
    EMPTY_DIRECTORY,

    /**
     * Something a process that is gone was writing, or a copying tool's temporary file of more than
     * a day. Left; opening the store removes the former.
     */
    ORPHANED_TEMP,

    /** An edit whose claim nobody has decided. Left; the next edit of its base decides it. */
    ORPHANED_CLAIM,

    /**
     * Two object directories that are one on file systems that fold case or normalize Unicode, so
     * that the store cannot be copied there. Left.
     */
    CASE_COLLISION,

    /**
     * An object directory whose id is found under another directory, so that nobody sees what lies
     * here. Left.
     */
    SHADOWED,

    /**
     * A dead revision that still lies among the live ones, where the npm package sees it. Swept
     * into the archive.
     */
    TOMBSTONED_BUT_PRESENT,

    /**
     * A file that verifies and names a base that cannot be one, because its generation is not below
     * that of what was made from it. Left.
     */
    MISPLACED_BASE,

    /**
     * A revision that verifies and says it belongs to another object, because its file or directory
     * was renamed. Left: it is read as a revision of the object it lies under.
     */
    MISPLACED_REVISION
  }
}
