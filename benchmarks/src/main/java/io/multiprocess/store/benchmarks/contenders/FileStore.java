package io.multiprocess.store.benchmarks.contenders;

import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.TypedStore;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** This store, through a Java type. */
final class FileStore implements Contender {

  /** Enough for all objects of a workload. */
  private static final long CACHE_BYTES = 3L << 30;

  private final ObjectStore store;
  private final TypedStore<Person> people;
  private final OnStale onStale;

  /** What {@link #grow} wrote last. */
  private final Map<String, Versioned<Person>> grown = new HashMap<>();

  FileStore(Path directory, Durability durability, OnStale onStale) {
    this(directory, durability, onStale, Duration.ZERO);
  }

  FileStore(Path directory, Durability durability, OnStale onStale, Duration foreignDelay) {
    StoreOptions options =
        StoreOptions.defaults()
            .withDurability(durability)
            .withOnStale(onStale)
            .withCacheBytes(CACHE_BYTES)
            .withForeignDelay(foreignDelay)
            .withMergeRules(
                onStale == OnStale.MERGE
                    ? MergeRules.builder().counter("/counter").build()
                    : MergeRules.none());
    this.store = FileObjectStore.open(directory, options);
    this.people = TypedStore.of(store, Person.class);
    this.onStale = onStale;
  }

  @Override
  public void create(Person person) {
    people.create(person.id(), person);
  }

  @Override
  public void createAll(List<Person> all) {
    Map<String, Person> byId = new LinkedHashMap<>();
    all.forEach(person -> byId.put(person.id(), person));
    people.createAll(byId);
  }

  @Override
  public Person get(String id) {
    return people.get(id).value();
  }

  @Override
  public void update(String id) {
    while (true) {
      Versioned<Person> person = people.get(id);
      try {
        people.update(person.withValue(person.value().counted()));
        return;
      } catch (StaleRevisionException somebodyCameFirst) {
        // Once more, from what stands there now.
      }
    }
  }

  /** Goes on from what it wrote last, as an editor does who is alone, and does not read again. */
  @Override
  public void grow(String id, int edits) {
    Versioned<Person> person = grown.computeIfAbsent(id, people::get);
    for (int i = 0; i < edits; i++) {
      person = people.update(person.withValue(person.value().counted()));
    }
    grown.put(id, person);
  }

  @Override
  public long scan() {
    try (Stream<Versioned<Person>> all = people.all()) {
      return all.mapToLong(person -> person.value().age() > 0 ? 1 : 0).sum();
    }
  }

  @Override
  public OptionalLong conflicts() {
    return OptionalLong.of(store.counts().conflicts());
  }

  /** A merge stands for several edits; elsewhere each edit is a revision. */
  @Override
  public long updates(String id) {
    return onStale == OnStale.MERGE ? get(id).counter() : store.history(id).size() - 1L;
  }

  @Override
  public void close() {
    store.close();
  }
}
