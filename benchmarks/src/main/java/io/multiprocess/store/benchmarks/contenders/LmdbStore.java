package io.multiprocess.store.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/**
 * LMDB, of the operating system: the library in lmdbjava's jar needs a newer one than Debian 12.
 */
final class LmdbStore implements Contender {

  private static final long MAP_BYTES = 16L << 30;
  private static final String LIBRARY = "lmdbjava.native.lib";

  private final Env<ByteBuffer> environment;
  private final Dbi<ByteBuffer> people;

  LmdbStore(Path directory, boolean durable) {
    if (System.getProperty(LIBRARY) == null) {
      nativeLibrary().ifPresent(library -> System.setProperty(LIBRARY, library.toString()));
    }
    EnvFlags[] flags = durable ? new EnvFlags[0] : new EnvFlags[] {EnvFlags.MDB_NOSYNC};
    environment =
        Env.create()
            .setMapSize(MAP_BYTES)
            .setMaxDbs(1)
            .setMaxReaders(256)
            .open(directory.toFile(), flags);
    people = environment.openDbi("people", DbiFlags.MDB_CREATE);
  }

  /** The library where Linux distributions have it. */
  static Optional<Path> nativeLibrary() {
    return Stream.of(
            "/usr/lib/x86_64-linux-gnu/liblmdb.so.0",
            "/usr/lib/aarch64-linux-gnu/liblmdb.so.0",
            "/usr/lib64/liblmdb.so.0",
            "/usr/lib/liblmdb.so")
        .map(Path::of)
        .filter(Files::exists)
        .findFirst();
  }

  @Override
  public void create(Person person) {
    createAll(List.of(person));
  }

  @Override
  public void createAll(List<Person> all) {
    try (Txn<ByteBuffer> writing = environment.txnWrite()) {
      for (Person person : all) {
        people.put(writing, key(person.id()), direct(Json.bytes(person)));
      }
      writing.commit();
    }
  }

  @Override
  public Person get(String id) {
    try (Txn<ByteBuffer> reading = environment.txnRead()) {
      return get(reading, id);
    }
  }

  private Person get(Txn<ByteBuffer> transaction, String id) {
    return parse(people.get(transaction, key(id)));
  }

  @Override
  public void update(String id) {
    try (Txn<ByteBuffer> writing = environment.txnWrite()) {
      people.put(writing, key(id), direct(Json.bytes(get(writing, id).counted())));
      writing.commit();
    }
  }

  @Override
  public long scan() {
    long count = 0;
    try (Txn<ByteBuffer> reading = environment.txnRead();
        CursorIterable<ByteBuffer> all = people.iterate(reading)) {
      for (CursorIterable.KeyVal<ByteBuffer> each : all) {
        count += parse(each.val()).age() > 0 ? 1 : 0;
      }
    }
    return count;
  }

  private static ByteBuffer key(String id) {
    return direct(id.getBytes(UTF_8));
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static Person parse(ByteBuffer json) {
    byte[] bytes = new byte[json.remaining()];
    json.get(bytes);
    return Json.parse(bytes);
  }

  @Override
  public void close() {
    people.close();
    environment.close();
  }
}
