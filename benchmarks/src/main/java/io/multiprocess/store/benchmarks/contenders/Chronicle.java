package io.multiprocess.store.benchmarks.contenders;

import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;

/** Chronicle Map, a hash table in memory that processes share. It never forces. */
final class Chronicle implements Contender {

  private static final long ENTRIES = 1_500_000;

  private final ChronicleMap<String, byte[]> people;

  Chronicle(Path directory) throws IOException {
    people =
        ChronicleMap.of(String.class, byte[].class)
            .name("people")
            .averageKeySize(Person.id(0).length())
            .averageValueSize(Json.bytes(Person.of(0, 0)).length)
            .entries(ENTRIES)
            .maxBloatFactor(10)
            .createPersistedTo(directory.resolve("people.chronicle").toFile());
  }

  @Override
  public void create(Person person) {
    people.put(person.id(), Json.bytes(person));
  }

  @Override
  public Person get(String id) {
    return Json.parse(Json.present(id, people.get(id)));
  }

  @Override
  public void update(String id) {
    byte[] known;
    byte[] edited;
    do {
      known = Json.present(id, people.get(id));
      edited = Json.bytes(Json.parse(known).counted());
    } while (!people.replace(id, known, edited));
  }

  @Override
  public long scan() {
    return people.values().stream().filter(json -> Json.parse(json).age() > 0).count();
  }

  @Override
  public void close() {
    people.close();
  }
}
