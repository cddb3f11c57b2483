package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A store's directory in a test's hands: what other processes, engines and accidents do to it. */
record StoreDirectory(Path root) {

  static final String NPM_TOKEN = "833f0fbe0c424fd390e7a5b55c35aee3";

  static ObjectNode document(String field, int value) {
    return JsonNodeFactory.instance.objectNode().put(field, value);
  }

  FileObjectStore open() {
    return open(StoreOptions.defaults());
  }

  /** Durability is no part of what these tests are about, and forcing is most of their time. */
  FileObjectStore open(StoreOptions options) {
    return FileObjectStore.open(root, options.withDurability(Durability.NONE));
  }

  Path file(String id, Revision revision) {
    return root.resolve(id).resolve(revision.toString());
  }

  /** Writes a file as another process would, in place. */
  Path write(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> names(String directory) {
    if (!Files.isDirectory(root.resolve(directory))) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root.resolve(directory))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes an edit as a process with any bases would, under the name that proves it. */
  Revision write(String id, long generation, ObjectNode document, List<Revision> bases) {
    byte[] content =
        new DocumentCodec(1 << 20, 100).encode(id, document, Ancestry.format(bases, "n"));
    Revision revision = ContentHash.REVISION.name(generation, content);
    write(id + "/" + revision, new String(content, UTF_8));
    return revision;
  }

  /** Lets an hour pass for every file and directory in the store; pipes would have to be opened. */
  void age() {
    FileTime anHourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    for (Path path : paths()) {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        setAge(path, anHourAgo);
      }
    }
  }

  static void setAge(Path path, FileTime time) {
    try {
      Files.setLastModifiedTime(path, time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that can be seen of the store: names, kinds, times and contents. */
  Map<String, String> snapshot() {
    Map<String, String> snapshot = new TreeMap<>();
    for (Path path : paths()) {
      snapshot.put(root.relativize(path).toString(), describe(path));
    }
    return snapshot;
  }

  private static String describe(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      String content = attributes.isRegularFile() ? Files.readString(path, ISO_8859_1) : "";
      return "%s %s %s %s"
          .formatted(
              attributes.fileKey(),
              attributes.isRegularFile(),
              attributes.lastModifiedTime(),
              content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> paths() {
    try (Stream<Path> all = Files.walk(root)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
