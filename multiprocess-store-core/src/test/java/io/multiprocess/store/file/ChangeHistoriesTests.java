package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Change;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.StoreShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random histories of a store, with restarts, deletions that leave no trace, lost journals and
 * copies of older states, told to an observer who stores a position now and then: what it knows is
 * what is there.
 */
class ChangeHistoriesTests {

  private static final int STEPS = 120;
  private static final int OBJECTS = 8;

  @TempDir Path temp;

  static LongStream seeds() {
    Long chosen = Long.getLong("changes.seed");
    return chosen != null
        ? LongStream.of(chosen)
        : new Random().longs(Integer.getInteger("changes.histories", 12));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void observerKnowsWhatIsThere(long seed) throws IOException {
    Random random = new Random(seed);
    StoreDirectory directory = new StoreDirectory(temp.resolve("users"));
    Map<String, Versioned<ObjectNode>> seen = new HashMap<>();
    Mirror mirror = new Mirror();
    FileObjectStore writer = directory.open();
    FileObjectStore observer = directory.open();
    String position = mirror.take(observer.changes());
    Mirror stored = new Mirror();
    String storedPosition = stored.take(observer.changes(position));
    for (int step = 0; step < STEPS; step++) {
      String id = "object-" + random.nextInt(OBJECTS);
      switch (random.nextInt(12)) {
        case 0, 1, 2 ->
            seen.put(id, either(random, writer, observer).upsert(id, document("n", step)));
        case 3, 4 -> edit(either(random, writer, observer), seen.get(id), step);
        case 5 -> either(random, writer, observer).delete(id);
        case 6 -> StoreShell.run(directory.root(), "rm", "-rf", id);
        case 7 -> copyAside(random, directory, id);
        case 8 -> {
          observer.close();
          observer = directory.open();
        }
        case 9 -> position = mirror.take(observer.changes(position));
        case 10 -> settle(writer, id);
        default -> {
          if (random.nextInt(8) == 0) {
            StoreShell.run(directory.root(), "rm", "-rf", ".local/changes");
          }
        }
      }
    }
    mirror.take(observer.changes(position));
    Map<String, Revision> there = Mirror.of(writer);
    assertThat(mirror.winners()).as("seed %d", seed).isEqualTo(there);
    observer.close();
    writer.close();

    // Somebody who knows the state at the beginning only, after everybody has ended.
    try (FileObjectStore late = directory.open()) {
      Mirror anew = new Mirror();
      anew.take(late.changes(storedPosition));
      assertThat(anew.winners()).as("seed %d", seed).isEqualTo(there);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void listenerKnowsWhatIsThereAndIsToldWinnersInTheirOrder(long seed) throws IOException {
    Random random = new Random(seed);
    StoreDirectory directory = new StoreDirectory(temp.resolve("users"));
    Mirror mirror = new Mirror();
    StoreOptions hasty = StoreOptions.defaults().withChangesInterval(Duration.ofMillis(50));
    Map<String, List<Revision>> written = new HashMap<>();
    try (FileObjectStore listening = directory.open(hasty);
        FileObjectStore writer = directory.open();
        ChangeFeed feed = listening.watch(mirror)) {
      for (int step = 0; step < STEPS; step++) {
        String id = "object-" + random.nextInt(OBJECTS);
        if (random.nextInt(6) == 0) {
          either(random, writer, listening).delete(id);
        } else {
          Versioned<ObjectNode> edit =
              either(random, writer, listening).upsert(id, document("n", step));
          written.computeIfAbsent(id, i -> new ArrayList<>()).add(edit.revision());
        }
      }
      Map<String, Revision> there = Mirror.of(writer);
      await().until(() -> mirror.winners().equals(there));
      assertThat(feed.isOpen()).isTrue();
    }
    for (Map.Entry<String, List<Revision>> object : written.entrySet()) {
      List<Revision> told =
          mirror.told().stream()
              .filter(change -> change.id().equals(object.getKey()))
              .map(Change::revision)
              .flatMap(Optional::stream)
              .toList();
      assertThat(object.getValue())
          .as("seed %d, %s", seed, object.getKey())
          .containsSubsequence(told);
    }
  }

  private static FileObjectStore either(Random random, FileObjectStore one, FileObjectStore other) {
    return random.nextBoolean() ? one : other;
  }

  private static void edit(FileObjectStore store, @Nullable Versioned<ObjectNode> base, int step) {
    if (base != null) {
      try {
        store.update(base.withValue(document("n", step)));
      } catch (ObjectNotFoundException e) {
        // Deleted since.
      }
    }
  }

  private static void settle(FileObjectStore store, String id) {
    if (!store.conflicts(id).isEmpty()) {
      store
          .conflict(id)
          .filter(open -> open.rivals().size() > 1)
          .ifPresent(open -> store.settle(id, document("settled", 1), open.revisions()));
    }
  }

  /** Takes an object away and puts back what was there at another time, as a backup would. */
  private void copyAside(Random random, StoreDirectory directory, String id) throws IOException {
    Path aside = Files.createDirectories(temp.resolve("aside"));
    if (random.nextBoolean() && Files.isDirectory(aside.resolve(id))) {
      StoreShell.run(temp, "cp", "-r", "aside/" + id, "users/");
    } else if (Files.isDirectory(directory.root().resolve(id))) {
      StoreShell.run(temp, "cp", "-r", "users/" + id, "aside/");
    }
    try (Stream<Path> left = Files.list(aside)) {
      assertThat(left.count()).isLessThanOrEqualTo(OBJECTS);
    }
  }
}
