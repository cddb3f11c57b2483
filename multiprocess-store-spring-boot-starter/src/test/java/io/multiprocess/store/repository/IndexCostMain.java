package io.multiprocess.store.repository;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.query.EntityIndex;
import io.multiprocess.store.query.IndexedProperty;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

/**
 * Measures what an index costs and saves: {@code IndexCostMain <objects> [<empty directory>]}.
 * Memory is what the heap holds more after a collection.
 */
final class IndexCostMain {

  private static final int RUNS = 200;

  private IndexCostMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    int objects = Integer.parseInt(arguments[0]);
    memory(objects, "before anything was compiled", List.of("age", "email"));
    memory(objects, "id alone", List.of());
    memory(objects, "an int of 100 values", List.of("age"));
    memory(objects, "unique text of 20 characters", List.of("email"));
    memory(objects, "all four", List.of("age", "email", "tags", "address.city"));
    if (arguments.length > 1) {
      queries(Path.of(arguments[1]), objects);
    }
  }

  private static Guest guest(int i) {
    return Guest.of("guest-%06d".formatted(i), i % 100, "tag" + i % 10, "all")
        .reachableAt("someone%06d@b.example".formatted(i))
        .livingIn("city" + i % 1000);
  }

  private static void memory(int objects, String what, List<String> paths) {
    long before = used();
    EntityIndex<Guest> index =
        new EntityIndex<>(paths.stream().map(path -> new IndexedProperty(path, false)).toList());
    for (int i = 0; i < objects; i++) {
      Guest guest = guest(i);
      index.put(guest.id(), guest);
    }
    System.out.printf(
        "%s: %d bytes an object%n", what, (used() - before) / Math.max(1, index.size()));
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void queries(Path directory, int objects) throws InterruptedException {
    for (Duration delay : List.of(Duration.ZERO, Duration.ofSeconds(10))) {
      System.out.printf("foreign-delay %s%n", delay);
      queries(directory.resolve(delay.toString()), objects, delay);
    }
  }

  private static void queries(Path directory, int objects, Duration foreignDelay)
      throws InterruptedException {
    StoreOptions options =
        StoreOptions.defaults().withDurability(Durability.NONE).withForeignDelay(foreignDelay);
    StoreIndexes indexes = new StoreIndexes();
    try (StoreTemplate template =
        new StoreTemplateFactory(List.of()).open("guests", directory, options)) {
      for (int i = 0; i < objects; i++) {
        template.create(guest(i));
      }
      Guests guests = new StoreRepositoryFactory(template, indexes).getRepository(Guests.class);
      IntConsumer one = i -> guests.findByEmail("someone%06d@b.example".formatted(i));
      IntConsumer page = i -> guests.findAll(PageRequest.of(0, 20, Sort.by("email")));
      time("one of all, without an index", 3, one);
      time("a page of all, without an index", 3, page);
      long start = System.nanoTime();
      indexes.start();
      while (!indexes.indexes("guests").get(0).ready()) {
        Thread.sleep(10);
      }
      System.out.printf("index built in %d ms%n", (System.nanoTime() - start) / 1_000_000);
      Thread.sleep(5_000);
      time("one of all", RUNS, one);
      time(
          "one of all after a write",
          RUNS,
          i -> {
            template.update(template.get(Guest.class, "guest-%06d".formatted(i)).aged(i));
            one.accept(i);
          });
      time("a page of all", RUNS, page);
      time("a hundredth of all", 10, guests::findByAge);
    } finally {
      indexes.stop();
    }
  }

  private static void time(String what, int runs, IntConsumer query) {
    query.accept(0);
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      query.accept(i);
    }
    System.out.printf("%s: %.3f ms%n", what, (System.nanoTime() - start) / 1_000_000.0 / runs);
  }
}
