package io.multiprocess.store.interleavings;

import java.io.IOException;

/** Says when a call may happen, and hears what it did. */
interface Turns {

  /** A call of the file system. */
  @FunctionalInterface
  interface Call<T> {
    T run(Footprint footprint) throws IOException;
  }

  /** Runs the call when its process has its turn. */
  <T> T take(String name, Object subject, Call<T> call) throws IOException;

  /** Whose call it is. */
  int process();

  /** A number for a new file which does not depend on what other processes do. */
  long nextInode();

  /** A file or directory came to a path by a rename or a link. */
  void placed(MemoryPath path, Inode inode);
}
