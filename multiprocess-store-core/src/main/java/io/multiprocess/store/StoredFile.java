package io.multiprocess.store;

import java.time.Instant;
import java.util.Objects;

/** The exact bytes of a revision or a tombstone, with the time of its file. Immutable. */
public final class StoredFile {

  private final byte[] bytes;
  private final Instant writtenAt;

  /**
   * Keeps a copy of the bytes.
   *
   * @param writtenAt when the file was written; it tells, and proves nothing
   */
  public StoredFile(byte[] bytes, Instant writtenAt) {
    this.bytes = bytes.clone();
    this.writtenAt = Objects.requireNonNull(writtenAt, "writtenAt");
  }

  /** A copy of the content. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Length of the content in bytes. */
  public long size() {
    return bytes.length;
  }

  /** When the file was written, as its store says. */
  public Instant writtenAt() {
    return writtenAt;
  }
}
