package io.multiprocess.store.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory beside the store, full of what a store would read, move or remove if it were led
 * there: revisions, tombstones, leftovers, claims, a pipe. Everything in it carries a secret.
 */
final class Outside {

  /** Stands in every name and every file outside, and must not turn up anywhere else. */
  static final String SECRET = "s3cret";

  /** Before any change, so that every file system that keeps times of access keeps the next one. */
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

  private final Path root;
  private final Map<Path, String> before;

  private Outside(Path root) throws IOException {
    this.root = root;
    this.before = look();
  }

  /** Makes the directory with a pipe in it. */
  static Outside make(Path beside, Path pipe, Random random) throws IOException {
    Path root = Files.createDirectory(beside.resolve(SECRET + "-outside"));
    byte[] content = "{\"secret\":\"%s\"}".formatted(SECRET).getBytes(UTF_8);
    for (String name : List.of("", "tmp", "claims", "archive", "quarantine", "victim-0")) {
      Path directory = Files.createDirectories(root.resolve(name));
      Files.write(directory.resolve("0-833f0fbe0c424fd390e7a5b55c35aee3"), content);
      Files.write(directory.resolve(HostileContents.provenName(1, content).toString()), content);
      Files.write(directory.resolve("00000000-1-1-0"), content);
      Files.write(directory.resolve(".DS_Store"), content);
      Files.write(directory.resolve(SECRET), content);
      byte[] tombstone =
          HostileContents.tombstoneOf(List.of(HostileContents.npmName(random)), random);
      Revision tombstoneName = HostileContents.tombstoneName(1, tombstone);
      Files.write(directory.resolve(tombstoneName.toString()), tombstone);
      Files.createLink(directory.resolve(SECRET + "-pipe"), pipe);
    }
    try (Stream<Path> entries = Files.walk(root)) {
      for (Path entry : entries.toList()) {
        if (Files.isRegularFile(entry) || Files.isDirectory(entry)) {
          Files.setAttribute(entry, "lastAccessTime", LONG_AGO);
        }
      }
    }
    return new Outside(root);
  }

  /** The directory, or something in it. */
  Path any(Random random) {
    List<Path> all = List.copyOf(before.keySet());
    return random.nextInt(3) == 0 ? root : all.get(random.nextInt(all.size()));
  }

  Path root() {
    return root;
  }

  /** What was read, changed, made or removed; empty if nothing was. */
  List<String> touched() throws IOException {
    Map<Path, String> after = look();
    return Stream.concat(before.keySet().stream(), after.keySet().stream())
        .distinct()
        .filter(path -> !String.valueOf(before.get(path)).equals(after.get(path)))
        .map(path -> "%s was %s and is %s".formatted(path, before.get(path), after.get(path)))
        .toList();
  }

  /** All that can be seen without reading what was never read before. */
  private Map<Path, String> look() throws IOException {
    Map<Path, String> seen = new TreeMap<>();
    walk(root, seen);
    return seen;
  }

  private void walk(Path path, Map<Path, String> seen) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    seen.put(
        path,
        Stream.of(
                    "mode",
                    "ino",
                    "uid",
                    "gid",
                    "lastModifiedTime",
                    directory ? "nlink" : "size",
                    "lastAccessTime")
                .map(name -> name + "=" + attributes.get(name))
                .toList()
            + (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? Integer.toHexString(content(path))
                : ""));
    if (directory) {
      try (Stream<Path> entries = Files.list(path)) {
        for (Path entry : entries.sorted().toList()) {
          walk(entry, seen);
        }
      }
      Files.setAttribute(path, "lastAccessTime", LONG_AGO);
    }
  }

  private static int content(Path file) throws IOException {
    int hash = Arrays.hashCode(Files.readAllBytes(file));
    Files.setAttribute(file, "lastAccessTime", LONG_AGO);
    return hash;
  }
}
