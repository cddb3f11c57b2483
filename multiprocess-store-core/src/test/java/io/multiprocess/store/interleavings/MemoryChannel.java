package io.multiprocess.store.interleavings;

import io.multiprocess.store.interleavings.Footprint.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** An open file, written from its beginning, or an open directory; both can be forced. */
final class MemoryChannel extends FileChannel {

  private final Turns turns;
  private final MemoryPath path;
  private final Inode inode;
  private final boolean writable;
  private int position;

  MemoryChannel(Turns turns, MemoryPath path, Inode inode, boolean writable) {
    this.turns = turns;
    this.path = path;
    this.inode = inode;
    this.writable = writable;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (!writable) {
      throw new NonWritableChannelException();
    }
    return turns.take(
        "write",
        path,
        footprint -> {
          footprint.write(Kind.CONTENT, inode.number, "");
          int length = source.remaining();
          byte[] content =
              Arrays.copyOf(inode.content, Math.max(inode.content.length, position + length));
          source.get(content, position, length);
          inode.content = content;
          position += length;
          return length;
        });
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return turns.take(
        "read",
        path,
        footprint -> {
          footprint.read(Kind.CONTENT, inode.number, "");
          int length = Math.min(target.remaining(), inode.content.length - position);
          if (length <= 0) {
            return target.hasRemaining() ? -1 : 0;
          }
          target.put(inode.content, position, length);
          position += length;
          return length;
        });
  }

  @Override
  public void force(boolean metaData) throws IOException {
    turns.take("fsync", path, footprint -> inode);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = (int) newPosition;
    return this;
  }

  @Override
  public long size() {
    return inode.content.length;
  }

  @Override
  protected void implCloseChannel() {}

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw unsupported();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw unsupported();
  }

  @Override
  public FileChannel truncate(long size) {
    throw unsupported();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) {
    throw unsupported();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long from, long count) {
    throw unsupported();
  }

  @Override
  public int read(ByteBuffer target, long from) {
    throw unsupported();
  }

  @Override
  public int write(ByteBuffer source, long to) {
    throw unsupported();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw unsupported();
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    throw unsupported();
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("not a call of the store");
  }
}
