package io.multiprocess.store.file;

import static io.multiprocess.store.file.Durability.NONE;
import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.Census;
import io.multiprocess.store.Change;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.processes.StoreShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What a store tells of its changes as they happen. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchedChangesTests {

  /** Whatever is told within a test's patience has been announced. */
  private static final StoreOptions NEVER_LOOKING =
      StoreOptions.defaults().withChangesInterval(Duration.ofDays(1));

  private static final StoreOptions OFTEN_LOOKING =
      StoreOptions.defaults().withChangesInterval(Duration.ofMillis(100));

  @TempDir Path temp;

  private final Mirror mirror = new Mirror();
  private StoreDirectory directory;
  private FileObjectStore store;

  @BeforeEach
  void open() {
    directory = new StoreDirectory(temp.resolve("users"));
    store = directory.open(NEVER_LOOKING);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatThisStoreWritesIsToldInItsOrder() {
    try (ChangeFeed feed = store.watch(mirror)) {
      Versioned<ObjectNode> alice = store.create("alice", document("n", 1));
      await().until(() -> mirror.told().size() == 1);
      store.update(alice.withValue(document("n", 2)));
      await().until(() -> mirror.told().size() == 2);
      store.delete("alice");
      await().until(() -> mirror.told().size() == 3);

      assertThat(mirror.lines())
          .containsExactly("alice CREATED LOCAL", "alice UPDATED LOCAL", "alice DELETED LOCAL");
      assertThat(feed.position()).isEqualTo(mirror.told().get(2).position());
    }
  }

  /** However a look falls between the making of an object's directory and its first revision. */
  @Test
  void whatThisStoreCreatesIsItsOwnWheneverItIsLookedAt() {
    try (FileObjectStore busy = directory.open(StoreOptions.defaults().withDurability(NONE));
        ChangeFeed feed = busy.watch(mirror)) {
      for (int i = 0; i < 3000; i++) {
        busy.create("object-" + i, document("n", i));
      }
      await().until(() -> mirror.told().size() == 3000);

      assertThat(mirror.lines()).allMatch(line -> line.endsWith(" CREATED LOCAL"));
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void whatAnotherStoreAnnouncesIsToldWithoutLooking() {
    makeListeningKnown();
    try (FileObjectStore other = directory.open();
        ChangeFeed feed = store.watch(mirror)) {
      Versioned<ObjectNode> alice = other.create("alice", document("n", 1));
      await().until(() -> mirror.told().size() == 1);
      other.update(alice.withValue(document("n", 2)));
      await().until(() -> mirror.told().size() == 2);
      other.delete("alice");
      await().until(() -> mirror.told().size() == 3);

      assertThat(mirror.lines())
          .containsExactly("alice CREATED OTHER", "alice UPDATED OTHER", "alice DELETED OTHER");
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void editsThatAreRejectedWhenStaleAreAnnounced() {
    makeListeningKnown();
    StoreOptions rejecting = StoreOptions.defaults().withOnStale(OnStale.REJECT);
    try (FileObjectStore other = directory.open(rejecting)) {
      Versioned<ObjectNode> alice = other.create("alice", document("n", 1));
      try (ChangeFeed feed = store.watch(mirror)) {
        other.update(alice.withValue(document("n", 2)));
        await().until(() -> mirror.lines().equals(List.of("alice UPDATED OTHER")));
        assertThat(feed.isOpen()).isTrue();
      }
    }
  }

  @Test
  void nothingIsAnnouncedWhereNobodyListens() throws IOException {
    store.create("alice", document("n", 1));
    assertThat(directory.root().resolve(".local/announcements")).doesNotExist();

    store.watch(mirror).close();
    assertThat(directory.names(".local/announcements")).containsExactly("attention");
    StoreDirectory.setAge(
        directory.root().resolve(".local/announcements/attention"),
        FileTime.from(Instant.now().minus(Announcer.ATTENTION).minusSeconds(1)));
    try (FileObjectStore other = directory.open()) {
      other.create("bob", document("n", 1));
      assertThat(directory.names(".local/announcements")).containsExactly("attention");
    }
  }

  @Test
  void announcementsThatCannotBeWrittenHinderNobody() throws IOException {
    try (ChangeFeed feed = store.watch(mirror);
        FileObjectStore other = directory.open(OFTEN_LOOKING);
        ChangeFeed looking = other.watch(change -> {})) {
      StoreShell.run(directory.root(), "rm", "-r", ".local/announcements");
      Files.writeString(directory.root().resolve(".local/announcements"), "in the way");

      assertThat(other.create("alice", document("n", 1)).id()).isEqualTo("alice");
      assertThat(store.create("bob", document("n", 1)).id()).isEqualTo("bob");
      assertThat(List.of(feed.isOpen(), looking.isOpen())).containsOnly(true);
    }
  }

  @Test
  void manyAnnouncementsAreAllTold() {
    makeListeningKnown();
    try (FileObjectStore other = directory.open();
        ChangeFeed feed = store.watch(mirror)) {
      // More than one announcement file holds, of names that fill it quickly.
      String filling = "x".repeat(200);
      for (int i = 0; i < 2_000; i++) {
        other.create(filling + i, document("n", i));
      }

      await().atMost(Duration.ofMinutes(2)).until(() -> mirror.winners().size() == 2_000);
      assertThat(mirror.told()).hasSize(2_000);
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void whatNobodyAnnouncesIsFoundByLooking() {
    Versioned<ObjectNode> alice = store.create("alice", document("n", 1));
    Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
    try (FileObjectStore looking = directory.open(OFTEN_LOOKING);
        ChangeFeed feed = looking.watch(mirror)) {
      directory.write("alice", 1, document("n", 2), List.of(alice.revision()));
      directory.write("carol/0-" + StoreDirectory.NPM_TOKEN, "{}");
      StoreShell.run(directory.root(), "rm", "-r", "bob");

      await().until(() -> mirror.told().size() >= 3);
      assertThat(mirror.lines())
          .containsExactlyInAnyOrder(
              "alice UPDATED OTHER", "bob DELETED OTHER", "carol CREATED OTHER");
      assertThat(bob.id()).isEqualTo("bob");
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void newObjectsOfOthersAreToldWithoutLookingEverywhere() {
    try (ChangeFeed feed = store.watch(mirror)) {
      directory.write("carol/0-" + StoreDirectory.NPM_TOKEN, "{}");

      await().until(() -> mirror.lines().equals(List.of("carol CREATED OTHER")));
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void tooManyEventsOfTheOperatingSystemBecomeALook() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      ids.add("object-" + i);
    }
    try (ChangeFeed feed = store.watch(mirror)) {
      for (String id : ids) {
        directory.write(id + "/0-" + StoreDirectory.NPM_TOKEN, "{}");
      }

      await().atMost(Duration.ofMinutes(2)).until(() -> mirror.winners().keySet().containsAll(ids));
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void listenerThatFailsIsToldTheNext() {
    List<String> heard = new ArrayList<>();
    try (ChangeFeed feed =
        store.watch(
            change -> {
              heard.add(change.id());
              throw new IllegalStateException("no mail server");
            })) {
      store.create("alice", document("n", 1));
      await().until(() -> heard.size() == 1);
      store.create("bob", document("n", 1));
      await().until(() -> heard.size() == 2);

      assertThat(heard).containsExactly("alice", "bob");
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void slowListenerDelaysNobodyAndIsToldTheLast() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    ConcurrentLinkedQueue<Change> slow = new ConcurrentLinkedQueue<>();
    try (ChangeFeed slowly =
            store.watch(
                change -> {
                  slow.add(change);
                  awaitUninterrupted(go);
                });
        ChangeFeed promptly = store.watch(mirror)) {
      Versioned<ObjectNode> alice = store.create("alice", document("n", 0));
      await().until(() -> slow.size() == 1);
      for (int i = 1; i <= 20; i++) {
        int told = mirror.told().size();
        alice = store.update(alice.withValue(document("n", i)));
        await().until(() -> mirror.told().size() > told);
      }
      go.countDown();
      await().until(() -> slow.size() == 2);

      assertThat(List.copyOf(slow).get(1).revision()).contains(alice.revision());
      assertThat(List.of(slowly.isOpen(), promptly.isOpen())).containsOnly(true);
    }
  }

  @Test
  void feedGoesOnFromAPositionAndThenLives() {
    store.create("alice", document("n", 1));
    String position = store.changes().position();
    store.create("bob", document("n", 1));
    store.close();

    store = directory.open(NEVER_LOOKING);
    store.create("carol", document("n", 1));
    try (ChangeFeed feed = store.watch(position, mirror)) {
      await().until(() -> mirror.told().size() == 2);
      store.create("dave", document("n", 1));
      await().until(() -> mirror.told().size() == 3);

      assertThat(mirror.told())
          .extracting(Change::id)
          .containsExactlyInAnyOrder("bob", "carol", "dave");
      assertThat(mirror.begun()).isZero();
      assertThat(store.changes(feed.position()).changes()).isEmpty();
    }
  }

  @Test
  void feedFromAnUnknownPositionSaysThatItBeginsAnew() throws IOException {
    store.create("alice", document("n", 1));
    String position = store.changes().position();
    store.close();
    StoreShell.run(directory.root(), "rm", "-r", ".local/changes");

    store = directory.open(NEVER_LOOKING);
    try (ChangeFeed feed = store.watch(position, mirror)) {
      await().until(() -> mirror.told().size() == 1);

      assertThat(mirror.begun()).isEqualTo(1);
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void storeDirectoryThatIsGoneForATimeLosesNothing() throws IOException {
    try (FileObjectStore looking = directory.open(OFTEN_LOOKING);
        ChangeFeed feed = looking.watch(mirror)) {
      looking.create("alice", document("n", 1));
      looking.create("bob", document("n", 1));
      await().until(() -> mirror.told().size() == 2);

      // Not mounted: first nothing, then another directory, which is empty.
      Files.move(directory.root(), temp.resolve("aside"));
      await().during(Duration.ofMillis(500)).until(() -> mirror.told().size() == 2);
      Files.createDirectory(directory.root());
      await().during(Duration.ofMillis(1500)).until(() -> mirror.told().size() == 2);

      // Restored without one object and with a new one; in one step, since what a copy has not
      // come to yet is not there.
      StoreShell.run(temp, "cp", "-r", "aside", "restored");
      StoreShell.run(temp.resolve("restored"), "rm", "-r", "bob");
      StoreShell.run(temp, "rm", "-r", "users");
      StoreShell.run(temp, "mv", "restored", "users");
      directory.write("carol/0-" + StoreDirectory.NPM_TOKEN, "{}");
      await().until(() -> mirror.winners().keySet().equals(Set.of("alice", "carol")));
      assertThat(mirror.lines().subList(2, mirror.lines().size()))
          .containsExactlyInAnyOrder("bob DELETED OTHER", "carol CREATED OTHER");

      // Announcements are heard in the new directory too.
      try (FileObjectStore other = directory.open()) {
        other.create("dave", document("n", 1));
        await().until(() -> mirror.winners().containsKey("dave"));
      }
      assertThat(feed.isOpen()).isTrue();
    }
  }

  @Test
  void noThreadIsLeftWhenTheLastFeedIsClosedAndItCanBeginAgain() {
    ChangeFeed one = store.watch(mirror);
    ChangeFeed two = store.watch(change -> {});
    assertThat(threads()).isNotEmpty();
    one.close();
    one.close();
    assertThat(threads()).isNotEmpty();

    two.close();
    assertThat(threads()).isEmpty();
    assertThat(one.isOpen()).isFalse();
    store.create("alice", document("n", 1));

    try (ChangeFeed again = store.watch(one.position(), mirror)) {
      await().until(() -> mirror.told().size() == 1);
      store.create("bob", document("n", 1));
      await().until(() -> mirror.told().size() == 2);
      store.close();
      assertThat(again.isOpen()).isFalse();
      assertThat(threads()).isEmpty();
    }
  }

  @Test
  void listenerMayCloseItsFeedAndTheStore() {
    List<ChangeFeed> feeds = new ArrayList<>();
    ConcurrentLinkedQueue<Change> heard = new ConcurrentLinkedQueue<>();
    feeds.add(
        store.watch(
            change -> {
              heard.add(change);
              feeds.get(0).close();
              store.close();
            }));

    store.create("alice", document("n", 1));

    await().until(() -> !feeds.get(0).isOpen() && threads().isEmpty());
    assertThat(heard).hasSize(1);
  }

  @Test
  void whoCatchesUpHasBeenToldAllThatWasAcknowledged() {
    makeListeningKnown();
    ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    List<Boolean> whileListening = new ArrayList<>();
    List<ChangeFeed> feeds = new ArrayList<>();
    feeds.add(
        store.watch(
            change -> {
              whileListening.add(feeds.get(0).catchUp());
              heard.add(change.id());
            }));
    try (FileObjectStore other = directory.open(NEVER_LOOKING)) {
      for (int i = 0; i < 100; i++) {
        (i % 2 == 0 ? store : other).create("object-" + i, document("n", i));
        assertThat(feeds.get(0).catchUp()).isTrue();
        assertThat(heard).contains("object-" + i);
      }
    }
    assertThat(whileListening).containsOnly(false);

    Thread.currentThread().interrupt();
    assertThat(feeds.get(0).catchUp()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(feeds.get(0).catchUp()).isTrue();

    feeds.get(0).close();
    assertThat(feeds.get(0).catchUp()).isFalse();
  }

  @Test
  void censusOfWhoHasCaughtUpIsWhatCountingFinds() {
    makeListeningKnown();
    Random random = new Random(11);
    store.create("old", document("n", 0));
    ChangeFeed feed = store.watch(mirror);
    try (FileObjectStore other = directory.open(NEVER_LOOKING)) {
      for (int i = 0; i < 400; i++) {
        FileObjectStore writer = random.nextBoolean() ? store : other;
        changeSomething(writer, "object-" + random.nextInt(6), random);
        assertThat(feed.catchUp()).isTrue();
        Census census = feed.census();
        assertThat(census.counts()).isEqualTo(store.counts());
        try (Stream<Conflict> conflicts = store.conflicts()) {
          assertThat(census.inConflict())
              .isEqualTo(conflicts.map(Conflict::id).distinct().sorted().toList());
        }
      }
    }
    feed.close();
    assertThatIllegalStateException().isThrownBy(feed::census).withMessageContaining("closed");
  }

  private static void changeSomething(FileObjectStore store, String id, Random random) {
    Optional<Versioned<ObjectNode>> found = store.find(id);
    if (found.isEmpty()) {
      store.create(id, document("n", random.nextInt()));
      return;
    }
    switch (random.nextInt(6)) {
      case 0, 1 -> store.update(found.get().withValue(document("n", random.nextInt())));
      case 2 -> {
        List<Versioned<ObjectNode>> all = store.revisions(id);
        store.update(
            all.get(random.nextInt(all.size())).withValue(document("n", random.nextInt())));
      }
      case 3 -> store.delete(id);
      case 4 -> store.compact(id, Retention.last(1));
      default -> store.resolve(id);
    }
  }

  @Test
  void whoCatchesUpWithAllHasBeenToldWhatNobodyAnnounced() {
    Versioned<ObjectNode> bob = store.create("bob", document("n", 0));
    ChangeFeed feed = store.watch(mirror);
    Revision last = bob.revision();
    for (int i = 1; i <= 200; i++) {
      last = directory.write("bob", i, document("n", i), List.of(last));
      Revision first = directory.write("object-" + i, 0, document("n", i), List.of());
      assertThat(feed.catchUpWithAll()).isTrue();
      assertThat(mirror.winners()).containsEntry("bob", last).containsEntry("object-" + i, first);
    }
    feed.close();
    assertThat(feed.catchUpWithAll()).isFalse();
  }

  @Test
  void whoCatchesUpWithAllMayBeLateByTheForeignDelay() {
    makeListeningKnown();
    StoreOptions late = NEVER_LOOKING.withForeignDelay(ChronoUnit.FOREVER.getDuration());
    try (FileObjectStore delayed = directory.open(late);
        ChangeFeed feed = delayed.watch(mirror)) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 0));
      await().until(() -> feed.catchUpWithAll() && feed.catchUp());
      Revision late1 = directory.write("bob", 1, document("n", 1), List.of(bob.revision()));
      assertThat(feed.catchUpWithAll()).isTrue();
      assertThat(mirror.winners()).containsEntry("bob", bob.revision());

      store.create("carol", document("n", 0));
      assertThat(feed.catchUpWithAll()).isTrue();
      assertThat(mirror.winners()).containsEntry("bob", bob.revision()).containsKey("carol");
      assertThat(store.get("bob").revision()).isEqualTo(late1);
    }
  }

  @Test
  void nobodyCatchesUpBeforeWritersMustKnowThatSomebodyListens() {
    try (ChangeFeed feed = store.watch(change -> {})) {
      assertThat(feed.catchUpWithAll()).isTrue();
      assertThat(feed.catchUp()).isFalse();
      await().until(feed::catchUp);
    }
  }

  @Test
  void interruptedCallersAreServed() {
    Thread.currentThread().interrupt();
    String position = store.changes().position();
    store.create("alice", document("n", 1));
    assertThat(store.changes(position).changes()).hasSize(1);
    assertThat(Thread.interrupted()).isTrue();
    store.close();

    store = directory.open(NEVER_LOOKING);
    assertThat(store.changes(position).complete()).isFalse();
  }

  /** The first feed looks once more when writers must have noticed it; the next one need not. */
  private void makeListeningKnown() {
    store.watch(change -> {}).close();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Those of this class alone run in this JVM. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("multiprocess-store"))
        .collect(Collectors.toSet());
  }
}
