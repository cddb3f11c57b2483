package io.multiprocess.store.benchmarks.contenders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ConcurrentHashMap;

/** What it takes at least to see what another process wrote: one stat of the object's directory. */
final class OneStat implements Contender {

  private final Path root;
  private final ConcurrentHashMap<String, Person> people = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Path> directories = new ConcurrentHashMap<>();

  OneStat(Path directory) {
    this.root = directory;
  }

  @Override
  public void create(Person person) throws IOException {
    Path directory = Files.createDirectory(root.resolve(person.id()));
    directories.put(person.id(), directory);
    people.put(person.id(), person);
  }

  @Override
  public Person get(String id) throws IOException {
    Path directory = directories.get(id);
    Person person = people.get(id);
    if (directory == null
        || person == null
        || Files.readAttributes(directory, BasicFileAttributes.class).lastModifiedTime() == null) {
      throw new IllegalStateException("There is no '%s'".formatted(id));
    }
    return person;
  }

  @Override
  public void update(String id) {
    throw new UnsupportedOperationException("A stat alone writes nothing");
  }

  @Override
  public long scan() throws IOException {
    long count = 0;
    for (String id : people.keySet()) {
      count += get(id).age() > 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() {}
}
