package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Two stores of one process on one directory: nobody waits for the other, and nothing is lost. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoStoresTests {

  private static final int THREADS = 64;
  private static final int CALLS = 30;
  private static final String ID = "bob";

  @TempDir Path temp;

  /** Every kind of thread this Java has, in stores of either mode. */
  static Stream<Arguments> threadsAndModes() throws ReflectiveOperationException {
    List<Arguments> all = new ArrayList<>();
    for (OnStale onStale : OnStale.values()) {
      all.add(Arguments.of(Named.of("platform", Executors.newFixedThreadPool(THREADS)), onStale));
      if (Runtime.version().feature() >= 21) {
        Object virtual = Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        all.add(Arguments.of(Named.of("virtual", (ExecutorService) virtual), onStale));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("threadsAndModes")
  void nothingIsLostWhenSixtyFourThreadsOfTwoStoresDoEverythingToOneObject(
      ExecutorService threads, OnStale onStale) throws Exception {
    StoreDirectory directory = new StoreDirectory(temp);
    StoreOptions options = StoreOptions.defaults().withOnStale(onStale);
    List<Thread> working = new ArrayList<>();
    try (FileObjectStore one = directory.open(options);
        FileObjectStore two = directory.open(options)) {
      one.create(ID, document("n", 0));
      Queue<Revision> acknowledged = new ConcurrentLinkedQueue<>();
      CountDownLatch started = new CountDownLatch(THREADS);
      List<Future<?>> work = new ArrayList<>();
      Queue<Thread> interrupted = new ConcurrentLinkedQueue<>();
      for (int i = 0; i < THREADS; i++) {
        FileObjectStore store = i % 2 == 0 ? one : two;
        Random random = new Random(i);
        work.add(
            threads.submit(
                () -> {
                  interrupted.add(Thread.currentThread());
                  started.countDown();
                  for (int call = 0; call < CALLS; call++) {
                    call(store, random, acknowledged);
                  }
                  return null;
                }));
      }
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
      working.addAll(interrupted);
      while (work.stream().anyMatch(task -> !task.isDone())) {
        working.forEach(Thread::interrupt);
        Thread.onSpinWait();
        work.stream().filter(task -> !task.isDone()).findFirst().ifPresent(TwoStoresTests::pause);
      }
      for (Future<?> task : work) {
        task.get();
      }

      Set<Revision> known = new HashSet<>(StoreFiles.revisions(temp, ID));
      known.addAll(StoreFiles.named(temp, ID));
      assertThat(acknowledged).isNotEmpty();
      if (onStale != OnStale.MERGE) {
        // One merge may stand for the edits of several.
        assertThat(acknowledged).doesNotHaveDuplicates();
      }
      assertThat(known).containsAll(acknowledged);
      assertThat(one.revisions(ID)).isEqualTo(two.revisions(ID));
      assertThat(one.find(ID)).isEqualTo(two.find(ID));
      assertThat(directory.names(".local/tmp")).allMatch(name -> name.startsWith("reserve-"));
      assertThat(directory.names(".local/claims")).isEmpty();
    } finally {
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(openFiles()).isEmpty();
  }

  /** Waits a moment for a task, so that interrupts leave the threads time to work. */
  private static void pause(Future<?> task) {
    try {
      task.get(2, TimeUnit.MILLISECONDS);
    } catch (TimeoutException underWay) {
      // It is interrupted once more.
    } catch (ExecutionException failed) {
      // Told when all are done.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void call(FileObjectStore store, Random random, Queue<Revision> acknowledged) {
    ObjectNode document = document("n", random.nextInt());
    try {
      switch (random.nextInt(12)) {
        case 0 -> acknowledged.add(store.create(ID, document).revision());
        case 1, 2, 3 ->
            acknowledged.add(store.update(store.get(ID).withValue(document)).revision());
        case 4 -> acknowledged.add(store.upsert(ID, document).revision());
        case 5 -> store.delete(ID);
        case 6 -> {
          List<Conflict> conflicts = store.conflicts(ID);
          if (!conflicts.isEmpty()) {
            List<Revision> rivals = conflicts.get(conflicts.size() - 1).rivals();
            acknowledged.add(store.settle(ID, document, rivals).revision());
          }
        }
        case 7 -> store.compact(ID, Retention.last(2));
        case 8 -> store.revisions(ID);
        case 9 -> store.counts();
        case 10 -> store.checkAccess();
        default -> {
          try (Stream<Versioned<ObjectNode>> all = store.all()) {
            assertThat(all.count()).isLessThanOrEqualTo(1);
          }
        }
      }
    } catch (ObjectExistsException | ObjectNotFoundException | StaleRevisionException expected) {
      // Somebody else was first.
    }
  }

  @Test
  void closeLetsOperationsUnderWayFinishAndTheOtherStoreGoOn() throws Exception {
    StoreDirectory directory = new StoreDirectory(temp);
    AtomicInteger refused = new AtomicInteger();
    Queue<Revision> acknowledged = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    FileObjectStore closed = directory.open();
    try (FileObjectStore other = directory.open()) {
      Versioned<ObjectNode> first = other.create(ID, document("n", 0));
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean goesOn = i % 2 == 0;
        work.add(
            threads.submit(
                () -> {
                  try {
                    for (int call = 0; call < CALLS || !goesOn; call++) {
                      FileObjectStore store = goesOn ? other : closed;
                      acknowledged.add(store.upsert(ID, document("n", call)).revision());
                    }
                  } catch (IllegalStateException e) {
                    assertThat(goesOn).isFalse();
                    refused.incrementAndGet();
                  }
                  return null;
                }));
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > THREADS);
      closed.close();
      for (Future<?> task : work) {
        task.get();
      }

      assertThat(refused).hasValue(THREADS / 2);
      assertThat(acknowledged).doesNotContain(first.revision());
      assertThat(StoreFiles.revisions(temp, ID)).containsAll(acknowledged);
      assertThat(StoreFiles.revisions(temp, ID)).hasSize(acknowledged.size() + 1);
    } finally {
      closed.close();
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void upsertThatACloseMeetsHalfWayFinishes() {
    StoreDirectory directory = new StoreDirectory(temp);
    List<FileObjectStore> opened = new ArrayList<>();
    StoreListener closing =
        new StoreListener() {
          @Override
          public void revisionDamaged(DamagedRevisionException damage) {
            opened.get(0).close();
          }
        };
    try (FileObjectStore store = directory.open(StoreOptions.defaults().withListener(closing))) {
      opened.add(store);
      store.create(ID, document("n", 1));
      directory.write(ID + "/5-833f0fbe0c428fd390e7a5b55c35aee3", "{}");

      assertThat(store.upsert(ID, document("m", 2)).value())
          .isEqualTo(document("n", 1).put("m", 2));
      assertThatThrownBy(() -> store.get(ID)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void streamOfAClosedStoreFailsAtItsNextElementAndGivesItsDirectoryBack() {
    StoreDirectory directory = new StoreDirectory(temp);
    FileObjectStore store = directory.open();
    for (int i = 0; i < 5; i++) {
      store.create("object-" + i, document("n", i));
    }
    directory.write("object-0/0-" + StoreDirectory.NPM_TOKEN, "{}");
    directory.write("object-1/0-" + StoreDirectory.NPM_TOKEN, "{}");
    List<Stream<?>> streams = List.of(store.ids(), store.all(), store.conflicts());
    List<Iterator<?>> begun = new ArrayList<>();
    for (Stream<?> stream : streams) {
      Iterator<?> elements = stream.iterator();
      elements.next();
      begun.add(elements);
    }

    store.close();

    for (Iterator<?> elements : begun) {
      assertThatThrownBy(() -> elements.forEachRemaining(element -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Store at %s is closed; open it again".formatted(temp));
    }
    streams.forEach(Stream::close);
    assertThat(openFiles()).isEmpty();
    assertThatThrownBy(store::ids).isInstanceOf(IllegalStateException.class);
  }

  /** Files below the store that this process holds open, where the system tells. */
  private List<String> openFiles() {
    Path handles = Path.of("/proc/self/fd");
    if (!Files.isDirectory(handles)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(handles)) {
      return entries
          .map(TwoStoresTests::target)
          .filter(target -> target.startsWith(temp.toString()))
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String target(Path handle) {
    try {
      return Files.readSymbolicLink(handle).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
