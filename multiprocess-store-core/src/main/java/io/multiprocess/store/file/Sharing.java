package io.multiprocess.store.file;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may use the files that a process makes, where the file system knows users. */
public enum Sharing {

  /** The user of the process alone: files {@code rw-------}, directories {@code rwx------}. */
  OWNER("rw-------", "rwx------"),

  /**
   * The user and the group: files {@code rw-rw----}, directories {@code rwxrwx---}, whatever the
   * process's umask. Set the store's directory to hand its group down ({@code chmod g+s}) where its
   * users have other groups of their own.
   */
  GROUP("rw-rw----", "rwxrwx---");

  private final String file;
  private final String directory;

  Sharing(String file, String directory) {
    this.file = file;
    this.directory = directory;
  }

  /** Permissions of a file. */
  Set<PosixFilePermission> file() {
    return PosixFilePermissions.fromString(file);
  }

  /** Permissions of a directory. */
  Set<PosixFilePermission> directory() {
    return PosixFilePermissions.fromString(directory);
  }
}
