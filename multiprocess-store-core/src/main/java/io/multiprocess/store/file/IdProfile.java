package io.multiprocess.store.file;

/** Which ids are their own directory names; kept in the store's marker. */
public enum IdProfile {

  /** As the npm package names directories, for stores on POSIX systems. */
  NPM("npm"),

  /** Safe on Windows and macOS too: characters and names they refuse are encoded. */
  PORTABLE("portable");

  private final String label;

  IdProfile(String label) {
    this.label = label;
  }

  /** The name in the marker. */
  String label() {
    return label;
  }
}
