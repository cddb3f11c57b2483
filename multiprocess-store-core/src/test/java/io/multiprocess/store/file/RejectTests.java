package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.ChildProcess;
import io.multiprocess.store.processes.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class RejectTests {

  private static final StoreOptions REJECT = StoreOptions.defaults().withOnStale(OnStale.REJECT);

  @TempDir Path temp;

  private StoreDirectory directory;

  @BeforeEach
  void openDirectory() {
    directory = new StoreDirectory(temp);
  }

  @Test
  void staleEditIsRefusedAndNeverPublished() {
    try (FileObjectStore store = directory.open(REJECT)) {
      Versioned<ObjectNode> base = store.create("bob", document("n", 1));
      Versioned<ObjectNode> next = store.update(base.withValue(document("n", 2)));

      assertThatThrownBy(() -> store.update(base.withValue(document("n", 3))))
          .isInstanceOf(StaleRevisionException.class)
          .hasMessage(
              "Edit of 'bob' started from %s, but %s is current; read it again and repeat the edit"
                  .formatted(base.revision(), next.revision()));
      assertThat(store.revisions("bob")).containsExactly(next, base);
      assertThat(directory.names(".local/claims")).isEmpty();
      assertThat(directory.names(".local/tmp")).allMatch(name -> name.startsWith("reserve-"));
    }
  }

  @Test
  void upsertFollowsWhateverIsThere() {
    try (FileObjectStore store = directory.open(REJECT)) {
      store.upsert("bob", document("n", 1));
      store.upsert("bob", document("m", 2));

      assertThat(store.get("bob").value()).isEqualTo(document("n", 1).put("m", 2));
      assertThat(store.delete("bob")).isTrue();
      assertThatThrownBy(() -> store.update(new Versioned<>("bob", any(), document("n", 3))))
          .isInstanceOf(ObjectNotFoundException.class);
    }
  }

  @Test
  void countersOfManyProcessesAndThreadsAreExact() throws Exception {
    int processes = 4;
    int threads = 4;
    int times = 50;
    try (FileObjectStore store = directory.open(REJECT)) {
      store.create("counter", document("n", 0));
      List<ChildProcess> others = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        others.add(JavaProcess.start(CountingMain.class, temp.toString(), Integer.toString(times)));
      }
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Future<?>> counting = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        counting.add(pool.submit(() -> CountingMain.count(store, times)));
      }
      for (Future<?> thread : counting) {
        thread.get();
      }
      pool.shutdown();
      for (ChildProcess process : others) {
        assertThat(process.finish()).isZero();
        process.close();
      }

      assertThat(store.get("counter").value())
          .isEqualTo(document("n", (processes + threads) * times));
      assertThat(store.conflicts("counter")).isEmpty();
      assertThat(store.revisions("counter")).hasSize((processes + threads) * times + 1);
      assertThat(directory.names(".local/claims")).isEmpty();
    }
  }

  @Test
  void killedProcessesBlockNobodyAndPublishAtMostOneEditOfABase() {
    Random random = new Random(11);
    try (FileObjectStore store = directory.open(REJECT)) {
      store.create("counter", document("n", 0));
      int acknowledged = 0;
      for (int round = 0; round < 8; round++) {
        try (ChildProcess victim =
                JavaProcess.start(CountingMain.class, temp.toString(), "1000000");
            ChildProcess survivor = JavaProcess.start(CountingMain.class, temp.toString(), "40")) {
          for (int lines = 1 + random.nextInt(40); lines > 0; lines--) {
            victim.nextLine();
          }
          victim.kill();
          assertThat(survivor.finish()).isZero();
        }
        acknowledged += 40;
        CountingMain.count(store, 1);
      }

      int count = store.get("counter").value().get("n").asInt();
      assertThat(count).isGreaterThan(acknowledged);
      assertThat(store.conflicts("counter")).isEmpty();
      assertThat(store.revisions("counter")).hasSize(count + 1);
    }
  }

  @Test
  void claimInTheWayIsDecidedByWhoeverMeetsIt() throws IOException {
    try (FileObjectStore store = directory.open(REJECT);
        FileObjectStore donor = new StoreDirectory(temp.resolve("donor")).open()) {
      Versioned<ObjectNode> base = store.create("bob", document("n", 1));
      Versioned<ObjectNode> waiting = edit(donor, base, 2);
      plant(donor, base.revision(), waiting.revision());

      assertThatThrownBy(() -> store.update(base.withValue(document("n", 3))))
          .isInstanceOf(StaleRevisionException.class);

      assertThat(store.get("bob")).isEqualTo(waiting);
    }
  }

  @Test
  void claimOfLongAgoIsDroppedRatherThanPublished() throws IOException {
    try (FileObjectStore store = directory.open(REJECT);
        FileObjectStore donor = new StoreDirectory(temp.resolve("donor")).open()) {
      Versioned<ObjectNode> base = store.create("bob", document("n", 1));
      Versioned<ObjectNode> waiting = edit(donor, base, 2);
      Path claim = plant(donor, base.revision(), waiting.revision());
      Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));

      Versioned<ObjectNode> next = store.update(base.withValue(document("n", 3)));

      assertThat(store.revisions("bob")).containsExactly(next, base);
      assertThat(claim).doesNotExist();
    }
  }

  @Test
  void damagedWinnerDoesNotMakeAnObjectReadOnly() throws IOException {
    try (FileObjectStore store = directory.open(REJECT)) {
      Versioned<ObjectNode> base = store.create("bob", document("n", 1));
      Versioned<ObjectNode> damaged = store.update(base.withValue(document("n", 2)));
      Files.write(directory.file("bob", damaged.revision()), new byte[0]);

      Versioned<ObjectNode> next = store.update(store.get("bob").withValue(document("n", 3)));

      assertThat(next.revision().generation()).isEqualTo(2);
      assertThat(store.get("bob")).isEqualTo(next);
    }
  }

  @Test
  void editOfAStoreThatKeepsMakesTheRejectedOneStale() {
    try (FileObjectStore strict = directory.open(REJECT);
        FileObjectStore lenient = directory.open()) {
      Versioned<ObjectNode> base = strict.create("bob", document("n", 1));
      lenient.update(base.withValue(document("n", 2)));

      assertThatThrownBy(() -> strict.update(base.withValue(document("n", 3))))
          .isInstanceOf(StaleRevisionException.class);
      assertThat(lenient.update(base.withValue(document("n", 4))).revision().generation())
          .isEqualTo(1);
      assertThat(strict.conflicts("bob")).hasSize(1);
    }
  }

  /** An edit of a base, made in another store so that it is not published in this one. */
  private Versioned<ObjectNode> edit(FileObjectStore donor, Versioned<ObjectNode> base, int n)
      throws IOException {
    Path object = Files.createDirectories(donor.directory().resolve("bob"));
    Files.copy(directory.file("bob", base.revision()), object.resolve(base.revision().toString()));
    return donor.update(base.withValue(document("n", n)));
  }

  private Path plant(FileObjectStore donor, Revision base, Revision child) throws IOException {
    Path claim = Files.createDirectories(new StoreLayout(temp).claim("bob", base));
    return Files.move(
        donor.directory().resolve("bob").resolve(child.toString()),
        claim.resolve(child.toString()));
  }

  private static Revision any() {
    return Revision.parse("0-" + StoreDirectory.NPM_TOKEN);
  }
}
