package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreFormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where things lie in a store.
 *
 * <pre>
 * root/
 * ├── alice@example.com/        an object: only its revisions lie here
 * │   └── 0-5f0c…               a revision
 * ├── .store.json               format marker           travels to other hosts
 * ├── .tombstones/&lt;name&gt;/        names dead revisions    travels to other hosts
 * └── .local/                   this host's own         never travels
 *     ├── tmp/                  what is being written
 *     ├── claims/               edits that wait for their decision
 *     ├── archive/&lt;name&gt;/       bodies of dead revisions
 *     ├── quarantine/&lt;name&gt;/    foreign files that stood in the way
 *     ├── announcements/        where processes have just written
 *     ├── epochs                how often they have written, for caches
 *     └── changes/              what changes feeds have told
 * </pre>
 *
 * <p>The npm package ignores root names that begin with a dot, and takes every name inside an
 * object's directory for a revision.
 *
 * <p>Below the root no link is followed: what lies behind one is not the store's to read, to write
 * or to remove.
 *
 * @param root the store's directory, absolute and without symbolic links
 */
record StoreLayout(Path root) {

  private static final Logger log = LoggerFactory.getLogger(StoreLayout.class);

  /** What is wrong with what stands in the place of a directory. */
  static final String NO_DIRECTORY = "not a directory; expected one that is not a link";

  Path marker() {
    return root.resolve(".store.json");
  }

  Path object(String name) {
    return root.resolve(name);
  }

  Path revision(String name, Revision revision) {
    return object(name).resolve(revision.toString());
  }

  Path tombstones() {
    return root.resolve(".tombstones");
  }

  Path tombstones(String name) {
    return tombstones().resolve(name);
  }

  Path local() {
    return root.resolve(".local");
  }

  Path tmp() {
    return local().resolve("tmp");
  }

  Path claims() {
    return local().resolve("claims");
  }

  /** The claim on a base; the object is part of it by a digest, because names may be long. */
  Path claim(String name, Revision base) {
    return claims().resolve(base + "." + ContentHash.digest(name));
  }

  Path archive() {
    return local().resolve("archive");
  }

  Path quarantine() {
    return local().resolve("quarantine");
  }

  Path announcements() {
    return local().resolve("announcements");
  }

  /** Its time says when a changes feed was last seen. */
  Path attention() {
    return announcements().resolve("attention");
  }

  Path changes() {
    return local().resolve("changes");
  }

  /** How often something has been published, for caches. */
  Path epochs() {
    return local().resolve("epochs");
  }

  /**
   * Checks that none of the store's own directories is a link or something else.
   *
   * @throws StoreFormatException if one is
   */
  void requireOwnDirectories() throws IOException {
    for (Path own : List.of(tombstones(), local(), tmp(), claims(), archive(), quarantine())) {
      try {
        if (!attributes(own).isDirectory()) {
          throw new StoreFormatException(
              "Store at %s cannot be opened: '%s' is %s"
                  .formatted(root, root.relativize(own), NO_DIRECTORY));
        }
      } catch (NoSuchFileException | AccessDeniedException e) {
        // Made by the first writer, or another user's, through which this process cannot go.
      }
    }
  }

  /**
   * Whether a path below the root leads to a directory, and through no link. Unlike {@link
   * Files#isDirectory}, does not take what cannot be looked at for absent.
   */
  boolean isDirectory(Path path) throws IOException {
    Path parent = Disk.parent(path);
    if (!parent.equals(root) && !isDirectory(parent)) {
      return false;
    }
    try {
      return attributes(path).isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** What kind of file system a store lies on; empty if the system does not tell. */
  String fileSystem() {
    if (!root.getFileSystem().equals(FileSystems.getDefault())) {
      return "";
    }
    try {
      return Files.getFileStore(root).type();
    } catch (IOException e) {
      // Where a root has been changed, the table of mounts need not name what lies below it.
      log.debug("It is not known what kind of file system {} lies on", root, e);
      return "";
    }
  }

  /** What stands at a path, be it a link. */
  static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Whether a name at the root belongs to the store itself or to somebody else, not to an object.
   */
  static boolean isHidden(String name) {
    return name.startsWith(".");
  }
}
