package io.multiprocess.store.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.processes.StoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Hosts with an application and a copy of the store each, and what must hold of them, whatever
 * carries the files. Hosts are counted from 1.
 */
final class Hosts implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Network network;
  private final List<Application> applications = new ArrayList<>();

  private Hosts(Network network) {
    this.network = network;
  }

  /** Starts them, with a copy each and nothing yet that carries files. */
  static Hosts start(Path directory, int count) {
    List<Path> stores = new ArrayList<>();
    try {
      for (int host = 1; host <= count; host++) {
        stores.add(Files.createDirectory(directory.resolve("store" + host)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(Network.of(count), stores);
  }

  /** Starts the first hosts of a network, which ends with them, each with its directory. */
  static Hosts start(Network network, List<Path> stores) {
    Hosts hosts = new Hosts(network);
    try {
      for (int host = 1; host <= stores.size(); host++) {
        hosts.applications.add(Application.start(network, host, stores.get(host - 1)));
      }
      // All of them have opened their stores then.
      hosts.applications.forEach(Application::acknowledged);
      return hosts;
    } catch (AssertionError | RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  Network network() {
    return network;
  }

  Application on(int host) {
    return applications.get(host - 1);
  }

  int count() {
    return applications.size();
  }

  /**
   * All hosts write at once for a while, the last one for a time cut off from the others. At last,
   * one compacts its copy, one settles conflicts and one deletes, again at the same time.
   */
  void live(int writesOfEachPhase) {
    begin();
    awaitWrites(writesOfEachPhase);
    network.cut(count());
    on(count()).put("apart", "far");
    on(1).put("apart", "near");
    awaitWrites(writesOfEachPhase);
    assertThat(StoreFiles.revisions(on(1).store(), "apart")).as("while cut off").hasSize(1);
    assertThat(StoreFiles.revisions(on(count()).store(), "apart")).as("cut off").hasSize(1);
    network.heal(count());
    awaitWrites(writesOfEachPhase);
    end();
  }

  /** All hosts begin to write and read. */
  void begin() {
    for (int host = 1; host <= count(); host++) {
      on(host).begin(host);
    }
  }

  /** All of them end; at last one compacts, one settles conflicts and one deletes. */
  void end() {
    applications.forEach(Application::end);
    on(1).compact();
    Workload.KEPT.forEach(on(2)::settle);
    Workload.MORTAL.subList(0, 3).forEach(on(count())::delete);
  }

  /** Waits until all copies have the same files and show the same. */
  Map<String, Sight> awaitAgreement() {
    return awaitAgreement(() -> {});
  }

  /**
   * Waits until all copies have the same files and show the same, with a step before each look.
   * Looking sweeps: what is carried meanwhile brings dead files back for a moment.
   */
  Map<String, Sight> awaitAgreement(Runnable step) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              step.run();
              List<Map<String, Sight>> surveys = each(Application::survey);
              List<Set<String>> files = each(application -> travelling(application.store()));
              for (int host = 2; host <= count(); host++) {
                assertEqual("files of host " + host, files.get(host - 1), files.get(0));
                assertEqual(
                    "sights of host " + host,
                    surveys.get(host - 1).entrySet(),
                    surveys.get(0).entrySet());
              }
            });
    return on(1).survey();
  }

  /** Nothing that was acknowledged anywhere is lost, and nothing that was deleted is back. */
  void assertPromisesKept(Map<String, Sight> seen) {
    for (Ledger ledger : ledgers()) {
      assertThat(ledger.failures()).isEmpty();
      assertThat(ledger.looks()).as("looks").isGreaterThan(10);
      ledger.published().forEach((id, revisions) -> assertKnown(sight(seen, id), id, revisions));
      ledger.deleted().forEach((id, revisions) -> assertGone(sight(seen, id), id, revisions));
      for (String id : Workload.KEPT) {
        assertThat(sight(seen, id).fields())
            .as("fields of %s", id)
            .containsAll(ledger.edits().getOrDefault(id, Set.of()));
      }
    }
  }

  /** What a host wrote while it was cut off is in conflict with what another one wrote. */
  static void assertCutOffKept(Map<String, Sight> seen) {
    assertThat(seen.get("apart")).isNotNull();
    assertThat(sight(seen, "apart").fields()).containsExactly("far", "near");
    assertThat(sight(seen, "apart").conflicts()).hasSize(1);
  }

  /** Nothing but objects is in the copies, besides temporary files of whatever carries them. */
  void assertTidy(Predicate<Path> temporary) {
    for (Application application : applications) {
      assertThat(StoreFiles.foreign(application.store())).allMatch(temporary);
      assertThat(application.scrub()).map(Path::of).allMatch(temporary);
    }
  }

  List<Ledger> ledgers() {
    return each(Application::ledger);
  }

  /** How much was going on, in words. */
  String figures() {
    List<Ledger> ledgers = ledgers();
    return "%d writes acknowledged, %d refused, %d revisions deleted, %d looks at all objects"
        .formatted(
            ledgers.stream().mapToLong(Ledger::acknowledged).sum(),
            ledgers.stream().mapToLong(Ledger::refused).sum(),
            ledgers.stream().flatMap(l -> l.deleted().values().stream()).mapToLong(Set::size).sum(),
            ledgers.stream().mapToLong(Ledger::looks).sum());
  }

  /** How long single writes on the second host take to arrive on all others. */
  List<Long> measureMillis(int samples) {
    return IntStream.range(0, samples).mapToObj(i -> measureMillis("single-" + i)).toList();
  }

  /** All files of the store that travel, relative to the store. */
  static Set<String> travelling(Path store) {
    Set<String> files = new TreeSet<>();
    for (String area : List.of("", ".tombstones/")) {
      for (String object : names(store.resolve(area))) {
        names(store.resolve(area + object)).forEach(file -> files.add(area + object + "/" + file));
      }
    }
    return files;
  }

  /** Names in a directory that may be gone by now, except those that begin with a dot. */
  private static List<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : Stream.of(names).filter(n -> !n.startsWith(".")).toList();
  }

  @Override
  public void close() {
    applications.forEach(Application::close);
    network.close();
  }

  private long measureMillis(String id) {
    on(2).put(id, "field");
    long written = System.nanoTime();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                applications.stream()
                    .noneMatch(a -> StoreFiles.revisions(a.store(), id).isEmpty()));
    return Duration.ofNanos(System.nanoTime() - written).toMillis();
  }

  /** Waits until each host has had some more writes acknowledged. */
  void awaitWrites(int more) {
    List<Long> before = each(Application::acknowledged);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (int host = 1; host <= count(); host++) {
                assertThat(on(host).acknowledged())
                    .as("writes of host %d", host)
                    .isGreaterThan(before.get(host - 1) + more);
              }
            });
  }

  /** Fails with what differs alone. */
  private static <T> void assertEqual(String what, Set<T> actual, Set<T> expected) {
    Set<T> missing = new HashSet<>(expected);
    missing.removeAll(actual);
    Set<T> additional = new HashSet<>(actual);
    additional.removeAll(expected);
    assertThat(missing).as("missing among %s; additional: %s", what, additional).isEmpty();
    assertThat(additional).as("additional among %s", what).isEmpty();
  }

  private static void assertKnown(Sight sight, String id, Set<String> revisions) {
    Set<String> known = new HashSet<>(sight.live());
    known.addAll(sight.dead());
    assertThat(known).as("revisions of %s", id).containsAll(revisions);
  }

  private static void assertGone(Sight sight, String id, Set<String> revisions) {
    assertThat(sight.live()).as("live revisions of %s", id).doesNotContainAnyElementsOf(revisions);
  }

  private static Sight sight(Map<String, Sight> seen, String id) {
    return Objects.requireNonNull(seen.get(id), id);
  }

  private <T> List<T> each(Function<Application, T> question) {
    return applications.stream().map(question).toList();
  }
}
