package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another store's directory, from which whole copies of damaged files are taken. Only read. */
final class GoodCopies {

  private static final Logger log = LoggerFactory.getLogger(GoodCopies.class);

  private final StoreLayout source;
  private final Inspector inspector;
  private final IdCodec ids;

  /**
   * @throws io.multiprocess.store.StoreFormatException if this version cannot read the store
   * @throws IOException if the directory cannot be read
   */
  GoodCopies(Path directory, Inspector inspector) throws IOException {
    this.source = new StoreLayout(directory);
    this.inspector = inspector;
    this.ids =
        new IdCodec(inspector.marker(source.marker()).map(StoreMarker::ids).orElse(IdProfile.NPM));
  }

  /** A revision that lies there, live or archived, and is whole. */
  Optional<byte[]> revision(String id, Revision revision) {
    for (String name : ids.candidates(id)) {
      for (Path directory : new Path[] {source.object(name), source.archive().resolve(name)}) {
        Optional<byte[]> copy =
            read(
                directory,
                revision,
                inspector.maxDocumentBytes(),
                content -> inspector.isWhole(content, revision, id));
        if (copy.isPresent()) {
          return copy;
        }
      }
    }
    return Optional.empty();
  }

  /** A tombstone that lies there and is whole. */
  Optional<byte[]> tombstone(String id, Revision tombstone) {
    for (String name : ids.candidates(id)) {
      Optional<byte[]> copy =
          read(
              source.tombstones(name),
              tombstone,
              Tombstones.MAX_BYTES,
              content -> inspector.isWholeTombstone(content, tombstone));
      if (copy.isPresent()) {
        return copy;
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> read(
      Path directory, Revision name, long maxBytes, Predicate<byte[]> whole) {
    Path file = directory.resolve(name.toString());
    try {
      if (!source.isDirectory(directory)) {
        return Optional.empty();
      }
      return Optional.of(BoundedFile.read(file, maxBytes).bytes()).filter(whole);
    } catch (NoSuchFileException e) {
      log.trace("{} is not there", file);
    } catch (IOException e) {
      log.warn("{} cannot be read", file, e);
    }
    return Optional.empty();
  }
}
