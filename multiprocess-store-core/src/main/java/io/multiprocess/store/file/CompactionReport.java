package io.multiprocess.store.file;

/**
 * What a compaction did.
 *
 * @param objects how many objects it retired revisions of
 * @param revisions how many revisions it retired to the archive
 * @param bytes size of their files
 */
public record CompactionReport(long objects, long revisions, long bytes) {

  static final CompactionReport NOTHING = new CompactionReport(0, 0, 0);

  CompactionReport plus(CompactionReport other) {
    return new CompactionReport(
        objects + other.objects, revisions + other.revisions, bytes + other.bytes);
  }
}
