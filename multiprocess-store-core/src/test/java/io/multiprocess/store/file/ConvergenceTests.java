package io.multiprocess.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Five stores that edit one object, settle what they can, and exchange some of their files now and
 * then: in any order, several times, through partitions. {@code -Dmerges=full} makes many runs, and
 * {@code -Dmerges.seed=<n>} others.
 */
class ConvergenceTests {

  private static final int STORES = 5;
  private static final int STEPS = 40;
  private static final int MOST_ROUNDS = 12;
  private static final String ID = "bob";

  private static final MergeRules RULES =
      MergeRules.builder().counter("/count").set("/tags").build();

  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE).withMergeRules(RULES);

  @TempDir Path temp;

  @Test
  void storesThatMergeEndEqualAndLoseNoIncrement(TestReporter reporter) throws IOException {
    run(reporter, "merging", false);
  }

  @Test
  void storesThatAlsoDeleteAndCompactAndDecideEndEqual(TestReporter reporter) throws IOException {
    run(reporter, "everything", true);
  }

  private void run(TestReporter reporter, String name, boolean everything) throws IOException {
    boolean full = "full".equals(System.getProperty("merges"));
    long first = Long.getLong("merges.seed", 1);
    int runs = full ? 1000 : 25;
    Map<String, Integer> figures = new HashMap<>();
    for (long seed = first; seed < first + runs; seed++) {
      Hosts hosts = new Hosts(Files.createTempDirectory(temp, name), new Random(seed), everything);
      try {
        hosts.live();
        hosts.settleDown();
        figures.merge("revisions", hosts.published(), Integer::sum);
        figures.merge("runs with conflicts left", hosts.isInConflict() ? 1 : 0, Integer::sum);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dmerges.seed=%d: %s".formatted(seed, e.getMessage()), e);
      } finally {
        hosts.close();
      }
    }
    if (!everything) {
      assertThat(figures.get("runs with conflicts left"))
          .as("merged but for bases that were retired where nobody needs them")
          .isLessThanOrEqualTo(runs / 20);
    }
    reporter.publishEntry(name, "%d runs, %s".formatted(runs, figures));
  }

  /** The stores, and what carries files between them. */
  private static final class Hosts {
    private final Random random;
    private final boolean everything;
    private final List<StoreDirectory> directories = new ArrayList<>();
    private final List<FileObjectStore> stores = new ArrayList<>();
    private int increments;
    private int fields;

    Hosts(Path temp, Random random, boolean everything) {
      this.random = random;
      this.everything = everything;
      for (int i = 0; i < STORES; i++) {
        StoreDirectory directory = new StoreDirectory(temp.resolve("host" + i));
        directories.add(directory);
        stores.add(FileObjectStore.open(directory.root(), OPTIONS));
      }
      ObjectNode document = StoreDirectory.document("count", 0);
      document.putArray("tags");
      stores.get(0).create(ID, document);
      for (int i = 1; i < STORES; i++) {
        copy(0, i, 1.0);
      }
    }

    void live() {
      for (int step = 0; step < STEPS; step++) {
        int host = random.nextInt(STORES);
        switch (random.nextInt(everything ? 12 : 8)) {
          case 0, 1, 2, 3 -> edit(stores.get(host));
          case 4 -> stores.get(host).resolve(ID);
          case 5, 6, 7 -> copy(host, random.nextInt(STORES), random.nextDouble());
          case 8 -> stores.get(host).settleCaptured(ID, false);
          case 9 -> stores.get(host).compact(ID, Retention.last(1));
          case 10 -> decide(stores.get(host));
          default -> {
            if (random.nextInt(4) == 0) {
              stores.get(host).delete(ID);
            }
          }
        }
      }
    }

    private void edit(FileObjectStore store) {
      try {
        Versioned<ObjectNode> seen = any(store);
        ObjectNode document = seen.value().deepCopy();
        document.put("count", document.get("count").asInt() + 1);
        if (random.nextBoolean()) {
          document.withArray("/tags").add("t" + fields++);
        } else {
          document.put("f" + fields++, random.nextInt(100));
        }
        if (everything && random.nextInt(3) == 0) {
          document.put("clash", random.nextInt(3));
        }
        store.update(seen.withValue(document), random.nextBoolean() ? OnStale.MERGE : OnStale.KEEP);
        increments++;
      } catch (ObjectNotFoundException e) {
        // Deleted, and whoever wants it back creates it.
        if (random.nextBoolean()) {
          ObjectNode document = StoreDirectory.document("count", 0);
          document.putArray("tags");
          store.create(ID, document);
        }
      }
    }

    /** The winner, or something older that an editor still holds. */
    private Versioned<ObjectNode> any(FileObjectStore store) {
      List<Versioned<ObjectNode>> live = store.revisions(ID);
      if (live.isEmpty()) {
        throw new ObjectNotFoundException(ID);
      }
      return live.get(random.nextInt(Math.min(2, live.size())));
    }

    private void decide(FileObjectStore store) {
      try {
        Optional<OpenConflict<ObjectNode>> conflict = store.conflict(ID);
        if (conflict.isPresent()) {
          store.settle(ID, conflict.get().merged(), conflict.get().revisions());
        }
      } catch (ObjectNotFoundException | StaleRevisionException e) {
        // Nothing to decide any more.
      }
    }

    /** Copies some of the files that travel and that the other one has not. */
    private boolean copy(int from, int to, double share) {
      boolean copied = false;
      for (String directory : List.of(".tombstones/" + ID, ID)) {
        for (String name : directories.get(from).names(directory)) {
          Path target = directories.get(to).root().resolve(directory).resolve(name);
          if (random.nextDouble() < share && !Files.exists(target)) {
            carry(directories.get(from).root().resolve(directory).resolve(name), target);
            copied = true;
          }
        }
      }
      return copied;
    }

    private static void carry(Path source, Path target) {
      try {
        Files.createDirectories(target.getParent());
        Path written = target.resolveSibling(".carried");
        Files.copy(source, written);
        Files.move(written, target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Exchanges everything and settles what can be, until nothing changes any more. */
    void settleDown() {
      boolean changed = true;
      for (int round = 0; changed; round++) {
        assertThat(round).as("rounds until nothing changes").isLessThan(MOST_ROUNDS);
        List<List<String>> before = names();
        for (int from = 0; from < STORES; from++) {
          for (int to = 0; to < STORES; to++) {
            copy(from, to, 1.0);
          }
        }
        stores.forEach(store -> store.settleCaptured(ID, false));
        stores.forEach(store -> store.resolve(ID));
        // Sweeps what arrived and is dead.
        stores.forEach(store -> store.find(ID));
        changed = !names().equals(before);
      }
      assertEqual();
    }

    private List<List<String>> names() {
      List<List<String>> names = new ArrayList<>();
      for (StoreDirectory directory : directories) {
        names.add(directory.names(ID));
        names.add(directory.names(".tombstones/" + ID));
      }
      return names;
    }

    private void assertEqual() {
      FileObjectStore first = stores.get(0);
      Optional<Versioned<ObjectNode>> winner = first.find(ID);
      List<Versioned<ObjectNode>> live = first.revisions(ID);
      List<Conflict> conflicts = first.conflicts(ID);
      for (FileObjectStore store : stores) {
        assertThat(store.find(ID)).isEqualTo(winner);
        assertThat(store.revisions(ID)).isEqualTo(live);
        assertThat(store.conflicts(ID))
            .extracting(Conflict::rivals, Conflict::deleted, Conflict::leaves)
            .isEqualTo(
                conflicts.stream().map(c -> tuple(c.rivals(), c.deleted(), c.leaves())).toList());
      }
      if (!everything && conflicts.isEmpty()) {
        JsonNode value = winner.orElseThrow().value();
        assertThat(value.get("count").asInt()).as("increments").isEqualTo(increments);
        assertThat(value.get("tags").size() + value.size() - 2).as("fields").isEqualTo(fields);
      }
    }

    int published() {
      return (int)
          stores.get(0).history(ID).stream().map(entry -> entry.revision()).distinct().count();
    }

    boolean isInConflict() {
      return !stores.get(0).conflicts(ID).isEmpty();
    }

    void close() {
      stores.forEach(FileObjectStore::close);
    }
  }
}
