package io.multiprocess.store.file;

/**
 * How much rests in the archive of a host.
 *
 * @param files bodies of dead revisions
 * @param bytes size of their files
 */
public record ArchiveSize(long files, long bytes) {

  /** An archive with nothing in it. */
  public static final ArchiveSize EMPTY = new ArchiveSize(0, 0);

  ArchiveSize plus(ArchiveSize other) {
    return new ArchiveSize(files + other.files, bytes + other.bytes);
  }
}
