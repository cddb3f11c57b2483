package io.multiprocess.store.benchmarks.contenders;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's storage engine used as a map. */
final class MvStoreMap implements Contender {

  private final MVStore store;
  private final MVMap<String, byte[]> people;
  private final boolean durable;

  /** Makes an update one step. */
  private final ReentrantLock lock = new ReentrantLock();

  MvStoreMap(Path directory, boolean durable) {
    this.store = new MVStore.Builder().fileName(directory.resolve("people.mv").toString()).open();
    this.people = store.openMap("people");
    this.durable = durable;
  }

  @Override
  public void create(Person person) {
    people.put(person.id(), Json.bytes(person));
    commit();
  }

  @Override
  public void createAll(List<Person> all) {
    all.forEach(person -> people.put(person.id(), Json.bytes(person)));
    commit();
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
    } finally {
      lock.unlock();
    }
    commit();
  }

  @Override
  public long scan() {
    return people.values().stream().filter(json -> Json.parse(json).age() > 0).count();
  }

  private void commit() {
    if (durable) {
      store.commit();
      store.sync();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
