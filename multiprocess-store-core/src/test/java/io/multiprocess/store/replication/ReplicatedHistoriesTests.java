package io.multiprocess.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Acceptance;
import io.multiprocess.store.Holdings;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Replica;
import io.multiprocess.store.ReplicaChanges;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoredFile;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Five stores that edit, delete, settle, compact and make anew, and of which any two copy now and
 * then what one lacks, through partitions, in any order, some runs cut off in the middle. In the
 * end all exchange until they are quiet. {@code -Dreplication=full} makes many runs, and {@code
 * -Dreplication.seed=<n>} others.
 */
class ReplicatedHistoriesTests {

  private static final int STORES = 5;
  private static final int STEPS = 60;
  private static final int MOST_ROUNDS = 10;
  private static final List<String> IDS = List.of("alice", "bob", "carol/dave");

  private static final StoreOptions OPTIONS =
      StoreOptions.defaults().withDurability(Durability.NONE);

  @TempDir Path temp;

  @Test
  void storesEndEqualAndKeepWhateverNobodyGaveUp(TestReporter reporter) throws IOException {
    boolean full = "full".equals(System.getProperty("replication"));
    long first = Long.getLong("replication.seed", 1);
    int runs = full ? 2000 : 40;
    Map<String, Integer> figures = new HashMap<>();
    for (long seed = first; seed < first + runs; seed++) {
      try (Hosts hosts = new Hosts(Files.createTempDirectory(temp, "run"), new Random(seed))) {
        hosts.live();
        hosts.settleDown();
        hosts.figures.forEach((what, count) -> figures.merge(what, count, Integer::sum));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dreplication.seed=%d: %s".formatted(seed, e.getMessage()), e);
      }
    }
    reporter.publishEntry("replicated histories", "%d runs, %s".formatted(runs, figures));
    assertThat(figures.keySet())
        .contains("edits", "deletions", "decisions", "compactions", "conflicts left", "cut off");
  }

  /** Stops working after some calls, as a process does that is killed or a disk that is pulled. */
  private record Failing(Replica replica, AtomicInteger calls) implements Replica {

    private Replica called() {
      if (calls.decrementAndGet() < 0) {
        throw new StoreAccessException("Cut off", new IOException("cut off"));
      }
      return replica;
    }

    @Override
    public String place() {
      return replica.place();
    }

    @Override
    public ReplicaChanges changes(Optional<String> position) {
      return called().changes(position);
    }

    @Override
    public Holdings holdings(String id) {
      return called().holdings(id);
    }

    @Override
    public Optional<StoredFile> revision(String id, Revision revision) {
      return called().revision(id, revision);
    }

    @Override
    public Optional<StoredFile> tombstone(String id, Revision name) {
      return called().tombstone(id, name);
    }

    @Override
    public Acceptance acceptRevision(String id, Revision revision, StoredFile file) {
      return called().acceptRevision(id, revision, file);
    }

    @Override
    public Acceptance acceptTombstone(String id, Revision name, StoredFile file) {
      return called().acceptTombstone(id, name, file);
    }
  }

  private static final class Hosts implements AutoCloseable {
    private final Random random;
    private final List<FileObjectStore> stores = new ArrayList<>();
    private final Map<List<Integer>, Replicator> replicators = new HashMap<>();
    private final Map<String, Set<Revision>> acknowledged = new HashMap<>();

    private final Map<Revision, List<Revision>> madeFrom = new HashMap<>();

    /** What a deletion or a decision had before its eyes, with all it was made from. */
    private final Map<String, Set<Revision>> givenUp = new HashMap<>();

    private final Map<String, Integer> figures = new HashMap<>();

    /** How many more calls the sources of copies answer. */
    private final AtomicInteger calls = new AtomicInteger(Integer.MAX_VALUE);

    private Set<Integer> together = Set.of();
    private int value;

    Hosts(Path temp, Random random) {
      this.random = random;
      for (int i = 0; i < STORES; i++) {
        stores.add(FileObjectStore.open(temp.resolve("host" + i), OPTIONS));
      }
      partition();
    }

    void live() {
      for (int step = 0; step < STEPS; step++) {
        FileObjectStore store = stores.get(random.nextInt(STORES));
        String id = IDS.get(random.nextInt(IDS.size()));
        try {
          switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> edit(store, id);
            case 5, 6, 7, 8, 9 -> replicate(random.nextInt(STORES), random.nextInt(STORES));
            case 10 -> decide(store, id);
            case 11 -> settleCaptured(store, id);
            case 12 -> compact(store, id);
            case 13 -> partition();
            case 14 -> undelete(store, id);
            default -> delete(store, id);
          }
        } catch (ObjectNotFoundException | ObjectExistsException | StaleRevisionException e) {
          count("nothing to do");
        }
      }
    }

    private void count(String what) {
      figures.merge(what, 1, Integer::sum);
    }

    private void edit(FileObjectStore store, String id) {
      List<Versioned<ObjectNode>> live = store.revisions(id);
      ObjectNode document = JsonNodeFactory.instance.objectNode().put("n", value++);
      Revision written =
          live.isEmpty()
              ? store.create(id, document).revision()
              : store
                  .update(live.get(random.nextInt(Math.min(2, live.size()))).withValue(document))
                  .revision();
      acknowledge(store, id, written);
      count("edits");
    }

    private void delete(FileObjectStore store, String id) {
      Set<Revision> seen = live(store, id);
      if (store.delete(id)) {
        giveUp(id, seen);
        count("deletions");
      }
    }

    private void decide(FileObjectStore store, String id) {
      Optional<OpenConflict<ObjectNode>> conflict = store.conflict(id);
      if (conflict.isPresent()) {
        Set<Revision> rivals = new HashSet<>(conflict.get().revisions());
        Revision decision =
            store.settle(id, conflict.get().merged(), conflict.get().revisions()).revision();
        giveUp(id, rivals);
        acknowledge(store, id, decision);
        count("decisions");
      }
    }

    private void settleCaptured(FileObjectStore store, String id) {
      store.settleCaptured(id, false).forEach(settlement -> giveUp(id, settlement.retired()));
    }

    private void compact(FileObjectStore store, String id) {
      Set<Revision> before = live(store, id);
      store.compact(id, Retention.last(1));
      Set<Revision> retired = new HashSet<>(before);
      retired.removeAll(live(store, id));
      if (!retired.isEmpty()) {
        count("compactions");
      }
      giveUp(id, retired);
    }

    private void undelete(FileObjectStore store, String id) {
      if (!store.exists(id)) {
        Revision back = store.undelete(id).revision();
        acknowledge(store, id, back);
        count("re-creations");
      }
    }

    private void giveUp(String id, Collection<Revision> seen) {
      Set<Revision> reached = givenUp.computeIfAbsent(id, i -> new HashSet<>());
      Deque<Revision> waiting = new ArrayDeque<>(seen);
      while (!waiting.isEmpty()) {
        Revision revision = waiting.remove();
        if (reached.add(revision)) {
          waiting.addAll(madeFrom.getOrDefault(revision, List.of()));
        }
      }
    }

    private void acknowledge(FileObjectStore store, String id, Revision written) {
      acknowledged.computeIfAbsent(id, i -> new HashSet<>()).add(written);
      store.history(id).stream()
          .filter(entry -> entry.revision().equals(written))
          .forEach(entry -> madeFrom.put(written, entry.bases().orElseThrow()));
    }

    private static Set<Revision> live(FileObjectStore store, String id) {
      return store.revisions(id).stream().map(Versioned::revision).collect(Collectors.toSet());
    }

    /** Those that can reach each other from now on; the others can, too. */
    private void partition() {
      together = new HashSet<>();
      for (int i = 0; i < STORES; i++) {
        if (random.nextBoolean()) {
          together.add(i);
        }
      }
    }

    private void replicate(int from, int to) {
      if (from == to || together.contains(from) != together.contains(to)) {
        return;
      }
      Replicator replicator = replicator(from, to);
      if (random.nextInt(4) == 0) {
        calls.set(random.nextInt(30));
        try {
          run(replicator);
        } catch (StoreAccessException e) {
          count("cut off");
        } finally {
          calls.set(Integer.MAX_VALUE);
        }
      } else {
        run(replicator);
        if (random.nextInt(4) == 0) {
          run(replicator);
        }
      }
      count("runs");
    }

    private void run(Replicator replicator) {
      ReplicationReport report = random.nextBoolean() ? replicator.exchange() : replicator.copy();
      if (!report.isClean()) {
        count("cut off");
      }
    }

    /** Kept and used again, so that what a later run leaves out would show. */
    private Replicator replicator(int from, int to) {
      return replicators.computeIfAbsent(
          List.of(from, to),
          key ->
              Replicator.between(
                  new Failing(stores.get(from).replica(), calls), stores.get(to).replica()));
    }

    void settleDown() {
      long copied = 1;
      for (int round = 0; copied > 0; round++) {
        assertThat(round).as("rounds until nothing is copied").isLessThan(MOST_ROUNDS);
        copied = 0;
        for (int i = 0; i < STORES; i++) {
          copied += replicator(i, (i + 1) % STORES).exchange().files();
        }
        for (FileObjectStore store : stores) {
          IDS.forEach(store::find);
        }
      }
      IDS.forEach(this::assertEqual);
      // Nothing was left out by replicators that remember where they were.
      for (int i = 1; i < STORES; i++) {
        assertThat(Replicator.between(stores.get(0), stores.get(i)).exchange().files()).isZero();
      }
      stores.forEach(store -> assertThat(store.scrub().findings()).isEmpty());
    }

    private void assertEqual(String id) {
      FileObjectStore first = stores.get(0);
      Set<Revision> live = live(first, id);
      for (FileObjectStore store : stores) {
        assertThat(live(store, id)).as("live revisions of " + id).isEqualTo(live);
        assertThat(store.find(id)).isEqualTo(first.find(id));
        assertThat(conflicts(store, id)).isEqualTo(conflicts(first, id));
      }
      Set<Revision> kept = new HashSet<>(acknowledged.getOrDefault(id, Set.of()));
      kept.removeAll(givenUp.getOrDefault(id, Set.of()));
      assertThat(live).as("what nobody gave up of " + id).containsAll(kept);
      if (!first.conflicts(id).isEmpty()) {
        count("conflicts left");
      }
    }

    private static Set<List<List<Revision>>> conflicts(FileObjectStore store, String id) {
      return store.conflicts(id).stream()
          .map(conflict -> List.of(conflict.rivals(), conflict.deleted()))
          .collect(Collectors.toSet());
    }

    @Override
    public void close() {
      stores.forEach(FileObjectStore::close);
    }
  }
}
