package io.multiprocess.store.interleavings;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file or directory. Its time is that of its making, so that nothing can depend on changes. */
final class Inode implements BasicFileAttributes {

  final long number;
  final @Nullable Map<String, Inode> entries;
  byte[] content = {};
  FileTime modified = FileTime.from(Instant.now());

  private Inode(long number, @Nullable Map<String, Inode> entries) {
    this.number = number;
    this.entries = entries;
  }

  static Inode directory(long number) {
    return new Inode(number, new TreeMap<>());
  }

  static Inode file(long number) {
    return new Inode(number, null);
  }

  /** A copy of a whole tree. There are no two names of one file in what is copied. */
  Inode copy() {
    Inode copy = new Inode(number, entries == null ? null : new TreeMap<>());
    copy.content = content;
    copy.modified = modified;
    if (entries != null && copy.entries != null) {
      for (Map.Entry<String, Inode> entry : entries.entrySet()) {
        copy.entries.put(entry.getKey(), entry.getValue().copy());
      }
    }
    return copy;
  }

  @Override
  public FileTime lastModifiedTime() {
    return modified;
  }

  @Override
  public FileTime lastAccessTime() {
    return modified;
  }

  @Override
  public FileTime creationTime() {
    return modified;
  }

  @Override
  public boolean isRegularFile() {
    return entries == null;
  }

  @Override
  public boolean isDirectory() {
    return entries != null;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public Object fileKey() {
    return number;
  }
}
