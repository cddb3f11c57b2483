package io.multiprocess.store.benchmarks.contenders;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** MapDB's tree; without transactions it never forces, so that a durable one has them. */
final class MapDb implements Contender {

  private final DB database;
  private final BTreeMap<String, byte[]> people;
  private final boolean durable;

  /** Makes an update and its commit one step. */
  private final ReentrantLock lock = new ReentrantLock();

  MapDb(Path directory, boolean durable) {
    DBMaker.Maker maker =
        DBMaker.fileDB(directory.resolve("people.mapdb").toFile()).fileMmapEnableIfSupported();
    this.database = durable ? maker.transactionEnable().make() : maker.make();
    this.people =
        database.treeMap("people", Serializer.STRING, Serializer.BYTE_ARRAY).createOrOpen();
    this.durable = durable;
  }

  @Override
  public void create(Person person) {
    createAll(List.of(person));
  }

  @Override
  public void createAll(List<Person> all) {
    lock.lock();
    try {
      all.forEach(person -> people.put(person.id(), Json.bytes(person)));
      commit();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Person get(String id) {
    return Json.parse(Json.present(id, people.get(id)));
  }

  @Override
  public void update(String id) {
    lock.lock();
    try {
      people.put(id, Json.bytes(get(id).counted()));
      commit();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long scan() {
    return people.values().stream().filter(json -> Json.parse(json).age() > 0).count();
  }

  private void commit() {
    if (durable) {
      database.commit();
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
