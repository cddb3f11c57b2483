package io.multiprocess.sample.users;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes an object the way the npm package does, with a random token. */
final class NpmDocument {

  static final String FIRST = "0-7c0a4f5e9b1d4c2ea1b2c3d4e5f60718";
  static final String SECOND = "1-15a0c6f2d3e44b7f8a9bacbdcedff001";

  private NpmDocument() {}

  /** Writes one revision. */
  static void write(Path store, String id, String revision, String json) {
    try {
      Path object = Files.createDirectories(store.resolve(id));
      Files.writeString(object.resolve(revision), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
