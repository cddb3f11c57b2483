package io.multiprocess.store.benchmarks.contenders;

import static org.dizitart.no2.filters.FluentFilter.where;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dizitart.no2.collection.Document;
import org.dizitart.no2.collection.NitriteCollection;
import org.dizitart.no2.index.IndexOptions;
import org.dizitart.no2.index.IndexType;
import org.dizitart.no2.mvstore.MVStoreModule;

/** Nitrite's documents on MVStore, with a unique index on the id. Its commit does not force. */
final class Nitrite implements Contender {

  private final org.dizitart.no2.Nitrite database;
  private final NitriteCollection people;

  Nitrite(Path directory) {
    MVStoreModule storage =
        MVStoreModule.withConfig().filePath(directory.resolve("people.no2").toFile()).build();
    database = org.dizitart.no2.Nitrite.builder().loadModule(storage).openOrCreate();
    people = database.getCollection("people");
    if (!people.hasIndex("id")) {
      people.createIndex(IndexOptions.indexOptions(IndexType.UNIQUE), "id");
    }
  }

  @Override
  public void create(Person person) {
    people.insert(document(person));
  }

  @Override
  public void createAll(List<Person> all) {
    people.insert(all.stream().map(Nitrite::document).toArray(Document[]::new));
  }

  @Override
  public Person get(String id) {
    return person(find(id));
  }

  private Document find(String id) {
    return people.find(where("id").eq(id)).firstOrNull();
  }

  @Override
  public void update(String id) {
    Document found = find(id);
    people.update(found.put("json", Json.text(person(found).counted())));
  }

  @Override
  public long scan() {
    long count = 0;
    for (Document document : people.find()) {
      count += person(document).age() > 0 ? 1 : 0;
    }
    return count;
  }

  private static Document document(Person person) {
    return Document.createDocument(Map.of("id", person.id(), "json", Json.text(person)));
  }

  private static Person person(Document document) {
    return Json.parse(document.get("json", String.class));
  }

  @Override
  public void close() {
    database.close();
  }
}
