package io.multiprocess.store.processes;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** What lies in a store's directory, seen without the store. */
public final class StoreFiles {

  private StoreFiles() {}

  /** Revision files of an object whose id is its own directory name. */
  public static List<Revision> revisions(Path store, String id) {
    return list(store.resolve(id)).stream()
        .map(file -> file.getFileName().toString())
        .filter(Revision::isRevision)
        .map(Revision::parse)
        .sorted()
        .toList();
  }

  /** Revisions that tombstones of an object name as dead. */
  public static List<Revision> named(Path store, String id) {
    Path tombstones = store.resolve(".tombstones").resolve(id);
    return list(tombstones).stream().flatMap(StoreFiles::dead).sorted().toList();
  }

  /** Everything in the directories of objects that is not a regular file named as a revision. */
  public static List<Path> foreign(Path store) {
    return list(store).stream()
        .filter(entry -> !entry.getFileName().toString().startsWith("."))
        .flatMap(entry -> Files.isDirectory(entry) ? list(entry).stream() : Stream.of(entry))
        .filter(Predicate.not(StoreFiles::isRevision))
        .toList();
  }

  /** Nothing, if the file was never written to its end. */
  private static Stream<Revision> dead(Path tombstone) {
    try {
      return PeerProtocol.JSON
          .readTree(tombstone.toFile())
          .path("revisions")
          .propertyStream()
          .map(entry -> Revision.parse(entry.getKey()));
    } catch (JacksonException torn) {
      return Stream.empty();
    }
  }

  private static boolean isRevision(Path entry) {
    return Files.isRegularFile(entry) && Revision.isRevision(entry.getFileName().toString());
  }

  /** What lies in a directory; nothing if there is none. */
  private static List<Path> list(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + directory, e);
    }
  }
}
