package io.multiprocess.store.fuzz;

import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.RequiredTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What can stand in a file's place: links, pipes, sockets, devices, holes, directories. */
final class HostileThings {

  private static final long HUGE = 1L << 40;

  private final Path store;
  private final Path aside;
  private final Path pipe;
  private final List<Path> specials = new ArrayList<>();
  private final List<Path> namesOfBytes;
  private int moved;

  private HostileThings(Path store, Path parts) throws IOException {
    this.store = store;
    this.aside = Files.createDirectory(parts.resolve("aside"));
    this.pipe = parts.resolve("pipe");
    run("mkfifo", "coreutils", pipe.toString());
    specials.add(pipe);
    Path socket = parts.resolve("socket");
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    specials.add(socket);
    if (System.getProperty("user.name").equals("root")) {
      Path zeros = parts.resolve("zeros");
      run("mknod", "coreutils", zeros.toString(), "c", "1", "5");
      specials.add(zeros);
    }
    Path bytes = Files.createDirectory(parts.resolve("bytes"));
    run(
        "sh",
        "dash",
        "-c",
        "cd \"$0\" && mkdir \"$(printf 'a\\377')\" \"$(printf '\\300\\200')\" \"$(printf '\\355\\240\\200')\"",
        bytes.toString());
    try (Stream<Path> entries = Files.list(bytes)) {
      this.namesOfBytes = entries.map(Path::getFileName).toList();
    }
  }

  /** Makes those that can only be made with tools, to be linked to where they are wanted. */
  static HostileThings make(Path store) throws IOException {
    return new HostileThings(store, Files.createDirectory(store.resolveSibling("parts")));
  }

  Path pipe() {
    return pipe;
  }

  /** Names that are not text. */
  List<Path> namesOfBytes() {
    return namesOfBytes;
  }

  /** Puts something in a place, unless that cannot be. Says what. */
  String put(Path place, Outside outside, Random random) throws IOException {
    return clear(place) ? place + " is " + make(place, outside, random) : place + " stays";
  }

  /** Makes room in a place of the store, unless something hostile stands above it already. */
  private boolean clear(Path place) throws IOException {
    Path above = store;
    for (Path name : store.relativize(place.getParent())) {
      above = above.resolve(name);
      if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    Files.createDirectories(place.getParent());
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(place, aside.resolve(Integer.toString(moved++)));
    }
    return true;
  }

  private String make(Path place, Outside outside, Random random) throws IOException {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        Path target = outside.any(random);
        Files.createSymbolicLink(place, target);
        return "a link to " + target;
      }
      case 3 -> {
        Files.createSymbolicLink(place, outside.root().resolve("nothing-there"));
        return "a dangling link";
      }
      case 4 -> {
        Files.createSymbolicLink(place, place.getFileName());
        return "a link to itself";
      }
      case 5, 6 -> {
        Path special = specials.get(random.nextInt(specials.size()));
        Files.createLink(place, special);
        return "a " + special.getFileName();
      }
      case 7 -> {
        try (RandomAccessFile file = new RandomAccessFile(place.toFile(), "rw")) {
          file.setLength(HUGE);
        }
        return "a hole of 1 TiB";
      }
      case 8 -> {
        Files.createDirectory(place);
        return "an empty directory";
      }
      case 9 -> {
        Files.createDirectory(place);
        for (int i = random.nextInt(4); i >= 0; i--) {
          Path inside = place.resolve(HostileContents.npmName(random).toString());
          Files.createSymbolicLink(inside, outside.any(random));
        }
        return "a directory of links";
      }
      default -> {
        write(place, HostileContents.any(random), random);
        return "a file";
      }
    }
  }

  /** Writes a file of the store, mostly one that nobody can be about to finish. */
  void write(Path file, byte[] content, Random random) throws IOException {
    if (clear(file)) {
      Files.write(file, content);
      if (random.nextInt(8) > 0) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
      }
    }
  }

  private static void run(String tool, String apt, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.require(tool, "apt-get install " + apt).toString());
    command.addAll(List.of(arguments));
    try (ChildProcess process = ChildProcess.start(command)) {
      int exit = process.awaitExit();
      if (exit != 0) {
        throw new AssertionError("%s ended with %d: %s".formatted(command, exit, process.errors()));
      }
    }
  }
}
