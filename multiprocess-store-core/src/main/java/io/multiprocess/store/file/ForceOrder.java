package io.multiprocess.store.file;

/**
 * What a file system has to be asked for, and in which order, so that what was published survives a
 * power cut.
 *
 * <p>Everywhere it is enough to force the file, rename it, and force the directory it was renamed
 * into. Where a force of the file takes with it the rename that came before, one force does both,
 * and costs one commit of the journal instead of two: a file that was never acknowledged may then
 * be found under its name without its content, which its digest tells.
 */
enum ForceOrder {
  /** The file, and after the rename its directory, and what holds that while it may be new. */
  FILE_THEN_DIRECTORY,

  /**
   * The file, once, after the rename; then what holds its directory while that may be new. On
   * btrfs, whose log knows by which names a file goes.
   */
  FILE_LAST,

  /**
   * The file, once, after the rename. On ext4 and xfs, whose one journal holds all that was done
   * before, whoever did it.
   */
  FILE_ONCE;

  /** The one that is proven on a kind of file system, and otherwise the one that is enough. */
  static ForceOrder on(String fileSystem) {
    return switch (fileSystem) {
      case "ext4", "xfs" -> FILE_ONCE;
      case "btrfs" -> FILE_LAST;
      default -> FILE_THEN_DIRECTORY;
    };
  }
}
