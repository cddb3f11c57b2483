package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.nio.file.Path;

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
 *     └── quarantine/&lt;name&gt;/    foreign files that stood in the way
 * </pre>
 *
 * <p>The npm package ignores root names that begin with a dot, and takes every name inside an
 * object's directory for a revision.
 *
 * @param root the store's directory, absolute and without symbolic links
 */
record StoreLayout(Path root) {

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

  /**
   * Whether a name at the root belongs to the store itself or to somebody else, not to an object.
   */
  static boolean isHidden(String name) {
    return name.startsWith(".");
  }
}
