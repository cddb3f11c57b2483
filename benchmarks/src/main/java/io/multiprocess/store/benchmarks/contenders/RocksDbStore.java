package io.multiprocess.store.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB. Updates of one object take turns, those of several are committed together. */
final class RocksDbStore implements Contender {

  private final Options options;
  private final WriteOptions writing;
  private final RocksDB database;

  /** Each makes an update of the objects of some ids one step. */
  private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(256).toList();

  RocksDbStore(Path directory, boolean durable) throws RocksDBException {
    RocksDB.loadLibrary();
    options = new Options().setCreateIfMissing(true);
    writing = new WriteOptions().setSync(durable);
    database = RocksDB.open(options, directory.resolve("people.rocks").toString());
  }

  @Override
  public void create(Person person) throws RocksDBException {
    database.put(writing, person.id().getBytes(UTF_8), Json.bytes(person));
  }

  @Override
  public void createAll(List<Person> people) throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Person person : people) {
        batch.put(person.id().getBytes(UTF_8), Json.bytes(person));
      }
      database.write(writing, batch);
    }
  }

  @Override
  public Person get(String id) throws RocksDBException {
    return Json.parse(Json.present(id, database.get(id.getBytes(UTF_8))));
  }

  @Override
  public void update(String id) throws RocksDBException {
    ReentrantLock lock = locks.get(Math.floorMod(id.hashCode(), locks.size()));
    lock.lock();
    try {
      database.put(writing, id.getBytes(UTF_8), Json.bytes(get(id).counted()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long scan() {
    long count = 0;
    try (RocksIterator all = database.newIterator()) {
      for (all.seekToFirst(); all.isValid(); all.next()) {
        count += Json.parse(all.value()).age() > 0 ? 1 : 0;
      }
    }
    return count;
  }

  @Override
  public void close() {
    database.close();
    writing.close();
    options.close();
  }
}
