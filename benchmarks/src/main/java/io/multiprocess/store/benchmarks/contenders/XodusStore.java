package io.multiprocess.store.benchmarks.contenders;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.bindings.StringBinding;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;

/** Xodus, a log with trees in it. */
final class XodusStore implements Contender {

  private final Environment environment;
  private final Store people;

  XodusStore(Path directory, boolean durable) {
    EnvironmentConfig config = new EnvironmentConfig().setLogDurableWrite(durable);
    environment = Environments.newInstance(directory.toFile(), config);
    people =
        environment.computeInTransaction(
            transaction ->
                environment.openStore("people", StoreConfig.WITHOUT_DUPLICATES, transaction));
  }

  @Override
  public void create(Person person) {
    createAll(List.of(person));
  }

  @Override
  public void createAll(List<Person> all) {
    environment.executeInTransaction(
        transaction -> all.forEach(person -> put(transaction, person)));
  }

  private void put(Transaction transaction, Person person) {
    people.put(
        transaction,
        StringBinding.stringToEntry(person.id()),
        new ArrayByteIterable(Json.bytes(person)));
  }

  @Override
  public Person get(String id) {
    return environment.computeInReadonlyTransaction(transaction -> get(transaction, id));
  }

  private Person get(Transaction transaction, String id) {
    return parse(people.get(transaction, StringBinding.stringToEntry(id)));
  }

  @Override
  public void update(String id) {
    environment.executeInTransaction(
        transaction -> put(transaction, get(transaction, id).counted()));
  }

  @Override
  public long scan() {
    AtomicLong count = new AtomicLong();
    environment.executeInReadonlyTransaction(
        transaction -> {
          try (Cursor all = people.openCursor(transaction)) {
            while (all.getNext()) {
              count.addAndGet(parse(all.getValue()).age() > 0 ? 1 : 0);
            }
          }
        });
    return count.get();
  }

  private static Person parse(ByteIterable json) {
    byte[] bytes = new byte[json.getLength()];
    System.arraycopy(json.getBytesUnsafe(), 0, bytes, 0, bytes.length);
    return Json.parse(bytes);
  }

  @Override
  public void close() {
    environment.close();
  }
}
