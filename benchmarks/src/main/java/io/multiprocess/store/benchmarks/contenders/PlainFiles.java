package io.multiprocess.store.benchmarks.contenders;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a directory with a file for each revision takes at least: to read, list, open and read the
 * greatest name; to write, create aside and rename, forced once if durable. It proves nothing,
 * forgets its counters when it is opened again, and is meant for one process.
 */
final class PlainFiles implements Contender {

  private final Path root;
  private final Path temp;
  private final boolean durable;
  private final AtomicLong aside = new AtomicLong();
  private final ConcurrentHashMap<String, Integer> generations = new ConcurrentHashMap<>();

  PlainFiles(Path directory, boolean durable) throws IOException {
    this.root = directory.resolve("people");
    this.temp = directory.resolve("temp-" + ProcessHandle.current().pid());
    this.durable = durable;
    Files.createDirectories(root);
    Files.createDirectories(temp);
  }

  @Override
  public void create(Person person) throws IOException {
    Files.createDirectory(root.resolve(person.id()));
    write(person, 0);
  }

  @Override
  public Person get(String id) throws IOException {
    return Json.parse(Files.readAllBytes(newest(root.resolve(id))));
  }

  private static Path newest(Path object) {
    String[] names = object.toFile().list();
    if (names == null || names.length == 0) {
      throw new IllegalStateException("There is no '%s'".formatted(object));
    }
    String newest = names[0];
    for (String name : names) {
      if (generation(name) > generation(newest)) {
        newest = name;
      }
    }
    return object.resolve(newest);
  }

  private static int generation(String name) {
    return Integer.parseInt(name, 0, name.indexOf('-'), 10);
  }

  @Override
  public void update(String id) throws IOException {
    write(get(id).counted(), generations.merge(id, 1, Integer::sum));
  }

  private void write(Person person, int generation) throws IOException {
    Path file = temp.resolve(Long.toString(aside.incrementAndGet()));
    try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      channel.write(ByteBuffer.wrap(Json.bytes(person)));
      Files.move(
          file,
          root.resolve(person.id()).resolve("%d-%s".formatted(generation, "0".repeat(32))),
          ATOMIC_MOVE);
      if (durable) {
        channel.force(true);
      }
    }
  }

  @Override
  public long scan() throws IOException {
    long count = 0;
    String[] ids = root.toFile().list();
    for (String id : ids == null ? new String[0] : ids) {
      count += get(id).age() > 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() {}
}
