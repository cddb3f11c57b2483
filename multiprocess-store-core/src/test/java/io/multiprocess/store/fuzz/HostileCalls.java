package io.multiprocess.store.fuzz;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls of every operation of a store, with ordinary and hostile ids. A call that throws anything
 * but an exception of the store's, or lets a secret out, is a failure.
 */
final class HostileCalls {

  private final HostileStore hostile;
  private final Watchdog watchdog;
  private final Random random;
  private final List<String> log = new ArrayList<>();
  private int refused;

  HostileCalls(HostileStore hostile, Watchdog watchdog, Random random) {
    this.hostile = hostile;
    this.watchdog = watchdog;
    this.random = random;
  }

  /** What was called, and what came of it. */
  List<String> log() {
    return log;
  }

  int number() {
    return log.size();
  }

  /** How many calls were answered with an exception of the store's. */
  int refused() {
    return refused;
  }

  /** Runs a call that has to come back, and to throw nothing but what is unchecked. */
  <T extends @Nullable Object> T watched(String call, Callable<T> body) {
    log.add(call);
    try {
      return watchdog.watch(call, body);
    } catch (RuntimeException e) {
      log.add(String.valueOf(e));
      throw e;
    } catch (Exception e) {
      throw new AssertionError(call + " threw a checked exception", e);
    }
  }

  /** Calls any operation. */
  void any(FileObjectStore store) {
    String id = id();
    switch (random.nextInt(19)) {
      case 0, 1 -> call("find", id, () -> store.find(id));
      case 2 -> {
        Revision revision = revision(store, id);
        call("find " + revision, id, () -> store.find(id, revision));
        call("get " + revision, id, () -> store.get(id, revision));
      }
      case 3 -> call("exists", id, () -> store.exists(id));
      case 4, 5 -> write("create", store, id, document -> store.create(id, document));
      case 6, 7 -> {
        Versioned<ObjectNode> base = new Versioned<>(id, revision(store, id), hostile.document());
        write("update " + base, store, id, document -> store.update(base.withValue(document)));
      }
      case 8 -> write("upsert", store, id, document -> store.upsert(id, document));
      case 9 -> call("conflicts", id, () -> store.conflicts(id));
      case 10 -> call("history", id, () -> store.revisions(id));
      case 11 -> call("ids", "", () -> all(store.ids()));
      case 12 -> call("all", "", () -> all(store.all()));
      case 13 -> {
        call("all conflicts", "", () -> all(store.conflicts()));
        call("counts", "", store::counts);
        call("access", "", () -> access(store));
      }
      case 14 -> {
        List<Revision> rivals = List.of(revision(store, id), revision(store, id));
        if (!rivals.get(0).equals(rivals.get(1))) {
          write("settle", store, id, document -> store.settle(id, document, rivals));
        }
      }
      case 15 -> {
        String victim = random.nextBoolean() ? id : "";
        Retention retention = Retention.last(1 + random.nextInt(3));
        call(
            "compact",
            victim,
            () -> victim.isEmpty() ? store.compact(retention) : store.compact(id, retention));
      }
      case 16 -> {
        call("scrub", "", store::scrub);
        call("scrub", id, () -> store.scrub(id));
      }
      case 17 -> call("repair", "", store::repair);
      default -> {
        Optional<?> deleted = call("delete", id, () -> store.delete(id));
        if (deleted.isPresent()) {
          hostile.good().remove(id);
        } else if (HostileStore.GOOD.contains(id) && !hostile.isStormed()) {
          throw new AssertionError("A good object could not be deleted");
        }
      }
    }
  }

  /** Objects that nobody tampered with can be listed, read and edited, and hold what they held. */
  void requireGoodOnesUnharmed(FileObjectStore store) {
    if (hostile.isStormed()) {
      return;
    }
    Map<String, ObjectNode> good = hostile.good();
    List<String> ids = watched("ids", () -> all(store.ids()));
    for (Map.Entry<String, ObjectNode> object : good.entrySet()) {
      String id = object.getKey();
      if (!ids.contains(id)) {
        throw new AssertionError("'%s' is not listed".formatted(id));
      }
      Versioned<ObjectNode> found = watched("get good", () -> store.get(id));
      if (!found.value().equals(object.getValue())) {
        throw new AssertionError("'%s' holds %s".formatted(id, found.value()));
      }
      ObjectNode edited = hostile.document();
      Versioned<ObjectNode> written =
          watched("update good", () -> store.update(found.withValue(edited)));
      if (!watched("get edited", () -> store.get(id)).equals(written)) {
        throw new AssertionError("'%s' was not updated".formatted(id));
      }
    }
  }

  /** Fails if an exception tells what lies outside the store. */
  void requireDiscreet(Throwable told) {
    for (Throwable cause = told; cause != null; cause = cause.getCause()) {
      requireDiscreet(cause.toString());
      for (Throwable suppressed : cause.getSuppressed()) {
        requireDiscreet(suppressed);
      }
    }
  }

  private static void requireDiscreet(String text) {
    if (text.contains(Outside.SECRET)) {
      throw new AssertionError("Tells a secret: " + text);
    }
  }

  private void write(
      String name,
      ObjectStore store,
      String id,
      Function<ObjectNode, Versioned<ObjectNode>> operation) {
    call(name, id, () -> operation.apply(hostile.document()))
        .ifPresent(
            written -> {
              if (HostileStore.GOOD.contains(id)) {
                hostile.good().put(id, store.get(id).value());
              }
            });
  }

  private <T> Optional<T> call(String name, String id, Callable<@Nullable T> body) {
    String call =
        name + " '" + id.codePoints().limit(40).mapToObj(Integer::toHexString).toList() + "'";
    if (id.codePoints().allMatch(c -> c > 0x20 && c < 0x7f) && id.length() < 40) {
      call = name + " '" + id + "'";
    }
    try {
      @Nullable T result = watched(call, body);
      requireDiscreet(String.valueOf(result));
      return Optional.ofNullable(result);
    } catch (StoreException e) {
      refused++;
      requireDiscreet(e);
      return Optional.empty();
    }
  }

  private static <T> List<T> all(Stream<T> stream) {
    try (stream) {
      return stream.toList();
    }
  }

  private static boolean access(FileObjectStore store) {
    store.checkAccess();
    return true;
  }

  private String id() {
    List<String> good = HostileStore.GOOD;
    List<String> victims = HostileStore.VICTIMS;
    return switch (random.nextInt(8)) {
      case 0 -> good.get(random.nextInt(good.size()));
      case 1, 2 -> NaughtyIds.any(random);
      case 3 -> "new-" + random.nextInt(3);
      default -> victims.get(random.nextInt(victims.size()));
    };
  }

  /** One that lies there, or not. */
  private Revision revision(FileObjectStore store, String id) {
    List<Revision> live = new ArrayList<>();
    call("history", id, () -> store.revisions(id).stream().map(Versioned::revision).toList())
        .ifPresent(live::addAll);
    // An edit of the last generation there is would leave no room for the next one.
    boolean any = live.isEmpty() || (random.nextInt(4) == 0 && !HostileStore.GOOD.contains(id));
    return any ? HostileContents.npmName(random) : live.get(random.nextInt(live.size()));
  }
}
