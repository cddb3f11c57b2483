package io.multiprocess.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
