package io.multiprocess.store.engines;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Rival;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the application of one host does at random, in several threads: it creates, edits, settles,
 * compacts and deletes objects that all hosts share, and reads all of them over and over.
 *
 * <p>Each edit adds a field of its own to the document, and who settles a conflict takes over the
 * fields of all rivals: of an object that nobody deletes, no acknowledged field may ever be
 * missing.
 */
final class Workload implements StoreListener {

  /** Objects that nobody deletes. */
  static final List<String> KEPT = ids("kept");

  /** Objects that are deleted and created again. */
  static final List<String> MORTAL = ids("mortal");

  private static final int WRITERS = 2;
  private static final Duration PACE = Duration.ofMillis(10);
  private static final ObjectMapper JSON = StoreMapper.builder().build();

  private final String host;
  private final Map<String, Set<String>> edits = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> published = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> deleted = new ConcurrentHashMap<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();
  private final AtomicLong fields = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private CountDownLatch stop = new CountDownLatch(0);

  Workload(String host) {
    this.host = host;
  }

  private static List<String> ids(String kind) {
    return IntStream.range(0, 10).mapToObj(i -> kind + "-" + i).toList();
  }

  @Override
  public void revisionDamaged(DamagedRevisionException damage) {
    failures.add(damage.toString());
  }

  /** Begins to write and read. */
  void begin(FileObjectStore store, long seed) {
    stop = new CountDownLatch(1);
    for (int writer = 0; writer < WRITERS; writer++) {
      Random random = new Random(seed * WRITERS + writer);
      run("writer", () -> write(store, random));
    }
    run("reader", () -> read(store));
  }

  /** Waits until nothing is under way any more. */
  void end() throws InterruptedException {
    stop.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  Ledger ledger() {
    return new Ledger(
        new TreeMap<>(edits),
        new TreeMap<>(published),
        new TreeMap<>(deleted),
        acknowledged.get(),
        refused.get(),
        looks.get(),
        List.copyOf(failures));
  }

  /** Settles all conflicts of an object that are open. */
  void settle(FileObjectStore store, String id) {
    Optional<OpenConflict<ObjectNode>> conflict = store.conflict(id);
    if (conflict.isPresent()) {
      ObjectNode union = JSON.createObjectNode();
      conflict.get().rivals().stream().map(Rival::value).forEach(union::setAll);
      acknowledge(id, store.settle(id, union, conflict.get().revisions()));
    }
  }

  /** Deletes an object. */
  void delete(FileObjectStore store, String id) {
    List<Versioned<ObjectNode>> seen = store.revisions(id);
    if (store.delete(id)) {
      seen.forEach(revision -> note(deleted, id, revision.revision().toString()));
      acknowledged.incrementAndGet();
    }
  }

  private void run(String name, Runnable step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                do {
                  step.run();
                } while (!stop.await(PACE.toMillis(), TimeUnit.MILLISECONDS));
              } catch (InterruptedException e) {
                failures.add(e.toString());
              }
            },
            host + "-" + name);
    threads.add(thread);
    thread.start();
  }

  private void write(FileObjectStore store, Random random) {
    boolean mortal = random.nextInt(3) == 0;
    List<String> ids = mortal ? MORTAL : KEPT;
    String id = ids.get(random.nextInt(ids.size()));
    int choice = random.nextInt(100);
    try {
      if (choice < 70) {
        edit(store, id);
      } else if (choice < 82) {
        settle(store, id);
      } else if (choice < 86) {
        store.resolve(id);
      } else if (choice < 90) {
        store.settleCaptured(id, false);
      } else if (choice < 95) {
        store.compact(id, Retention.last(2));
      } else if (mortal) {
        delete(store, id);
      }
    } catch (ObjectExistsException | ObjectNotFoundException | StaleRevisionException e) {
      // Somebody was quicker, on this host, or on another one whose files have just arrived.
      refused.incrementAndGet();
    } catch (RuntimeException e) {
      failures.add(describe(e));
    }
  }

  private void edit(FileObjectStore store, String id) {
    String field = host + "-" + fields.getAndIncrement();
    Optional<Versioned<ObjectNode>> winner = store.find(id);
    ObjectNode document = winner.map(Versioned::value).orElseGet(JSON::createObjectNode);
    document.put(field, true);
    Versioned<ObjectNode> written =
        winner.isPresent()
            ? store.update(winner.get().withValue(document))
            : store.create(id, document);
    note(edits, id, field);
    acknowledge(id, written);
  }

  private void read(FileObjectStore store) {
    try {
      List<String> all;
      try (Stream<String> ids = store.ids()) {
        all = ids.toList();
      }
      for (String id : all) {
        List<Versioned<ObjectNode>> live = store.revisions(id);
        Optional<Versioned<ObjectNode>> winner = store.find(id);
        List<Conflict> conflicts = store.conflicts(id);
        if (KEPT.contains(id) && (live.isEmpty() || winner.isEmpty())) {
          failures.add("%s was not there: %s, %s, %s".formatted(id, live, winner, conflicts));
        }
      }
      looks.incrementAndGet();
    } catch (RuntimeException e) {
      failures.add(describe(e));
    }
  }

  private void acknowledge(String id, Versioned<ObjectNode> written) {
    Revision revision = written.revision();
    note(published, id, revision.toString());
    acknowledged.incrementAndGet();
  }

  private static void note(Map<String, Set<String>> notes, String id, String note) {
    notes.computeIfAbsent(id, any -> ConcurrentHashMap.newKeySet()).add(note);
  }

  private static String describe(RuntimeException e) {
    return "%s at %s, caused by %s".formatted(e, e.getStackTrace()[0], e.getCause());
  }
}
