package io.multiprocess.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every {@link ObjectStore} owes its callers, obligation by obligation. */
abstract class ObjectStoreContract {

  private static final int THREADS = 4;

  private static final JsonMapper JSON = StoreMapper.builder().build();

  private ObjectStore store;

  /** The same content through another door. */
  private ObjectStore other;

  /** Opens the store under test; what is written through one opened store is seen by all. */
  abstract ObjectStore open();

  @BeforeEach
  void openTwice() {
    store = open();
    other = open();
  }

  @AfterEach
  void closeBoth() {
    store.close();
    other.close();
  }

  // Create

  @Test
  void createdObjectIsReadAsWritten() {
    Versioned<ObjectNode> created = store.create("alice", json("{'name': 'Alice', 'age': 30}"));

    assertThat(created.id()).isEqualTo("alice");
    assertThat(created.revision().generation()).isZero();
    assertThat(created.value()).isEqualTo(json("{'name': 'Alice', 'age': 30}"));
    assertThat(store.find("alice")).contains(created);
    assertThat(store.get("alice")).isEqualTo(created);
    assertThat(store.exists("alice")).isTrue();
  }

  @Test
  void secondCreateIsRefusedAndChangesNothing() {
    Versioned<ObjectNode> created = store.create("bob", json("{'n': 1}"));

    for (ObjectStore any : List.of(store, other)) {
      assertThatExceptionOfType(ObjectExistsException.class)
          .isThrownBy(() -> any.create("bob", json("{'n': 2}")))
          .withMessage(
              "Object 'bob' already exists at %s; update it or choose another id",
              created.revision())
          .satisfies(
              exists -> {
                assertThat(exists.id()).isEqualTo("bob");
                assertThat(exists.revision()).isEqualTo(created.revision());
              });
    }
    assertThat(store.revisions("bob")).containsExactly(created);
  }

  @Test
  void oneOfManyConcurrentCreatesSucceeds() {
    for (int round = 0; round < 25; round++) {
      String id = "raced-" + round;
      List<Boolean> created =
          together(
              thread -> {
                try {
                  door(thread).create(id, json("{'by': " + thread + "}"));
                  return true;
                } catch (ObjectExistsException e) {
                  return false;
                }
              });

      assertThat(created).as(id).containsOnlyOnce(true);
      assertThat(store.revisions(id)).hasSize(1);
      assertThat(store.get(id).value().get("by").intValue()).isEqualTo(created.indexOf(true));
    }
  }

  @Test
  void emptyDocumentIsADocument() {
    store.create("nothing", json("{}"));

    assertThat(other.get("nothing").value()).isEqualTo(json("{}"));
  }

  // Read

  @Test
  void absentObjectIsNotFound() {
    assertThat(store.find("nobody")).isEmpty();
    assertThat(store.exists("nobody")).isFalse();
    assertThat(store.revisions("nobody")).isEmpty();
    assertThat(store.conflicts("nobody")).isEmpty();
    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.get("nobody"))
        .withMessage("Object 'nobody' does not exist")
        .satisfies(absent -> assertThat(absent.id()).isEqualTo("nobody"));
  }

  @Test
  void everyLiveRevisionIsRead() {
    Versioned<ObjectNode> first = store.create("alice", json("{'n': 1}"));
    Versioned<ObjectNode> second = store.update(first.withValue(json("{'n': 2}")));

    assertThat(store.find("alice", first.revision())).contains(first);
    assertThat(store.get("alice", first.revision())).isEqualTo(first);
    assertThat(store.get("alice", second.revision())).isEqualTo(second);
  }

  @Test
  void absentRevisionIsNotFound() {
    Versioned<ObjectNode> first = store.create("alice", json("{}"));
    Revision absent = new Revision(first.revision().generation(), "a".repeat(32));

    assertThat(store.find("alice", absent)).isEmpty();
    assertThat(store.find("nobody", absent)).isEmpty();
    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.get("alice", absent))
        .withMessage("Object 'alice' has no live revision %s", absent);
  }

  @Test
  void documentsOfAllJsonTypesComeBackWhole() {
    ObjectNode document =
        json(
            """
            {
              'text': 'ä 日本語 \\ud83d\\ude00 \\u0000 \\u2028 \\\\ \\"',
              'escaped': '\\ud800',
              '': 'empty name', 'a.b': 1, '__proto__': {'x': 1},
              'integer': 42, 'long': 9007199254740993, 'big': 123456789012345678901234567890,
              'negative': -7, 'fraction': 0.1, 'tiny': 1e-300, 'huge': 1.5e300,
              'exact': 3.14159265358979323846264338327950288,
              'yes': true, 'no': false, 'nothing': null,
              'nested': {'deep': {'deeper': [1, [2, [3, {'x': []}]]]}}, 'object': {}, 'list': []
            }
            """);

    store.create("document", document);

    assertThat(other.get("document").value()).isEqualTo(document);
    assertThat(other.get("document").value().toString()).isEqualTo(document.toString());
  }

  @Test
  void returnedDocumentsAreTheCallersOwn() {
    ObjectNode written = json("{'list': [1]}");
    Versioned<ObjectNode> created = store.create("alice", written);
    written.putArray("list");
    created.value().putArray("list");
    store.get("alice").value().putArray("list");
    store.revisions("alice").get(0).value().putArray("list");
    store.get("alice", created.revision()).value().putArray("list");

    assertThat(store.get("alice").value()).isEqualTo(json("{'list': [1]}"));
    assertThat(store.revisions("alice").get(0).value()).isEqualTo(json("{'list': [1]}"));
  }

  @Test
  void writtenDocumentsAreNotChangedByTheStore() {
    ObjectNode written = json("{'_id': 'x', 'n': 1, '_rev': 'y'}");
    Versioned<ObjectNode> created = store.create("alice", written);
    Versioned<ObjectNode> updated = store.update(created.withValue(written));
    store.upsert("alice", written);
    updated.value().put("n", 2);

    assertThat(written).isEqualTo(json("{'_id': 'x', 'n': 1, '_rev': 'y'}"));
  }

  // Update

  @Test
  void updateReplacesTheWholeDocument() {
    Versioned<ObjectNode> first = store.create("alice", json("{'a': 1, 'b': 2}"));
    Versioned<ObjectNode> second = store.update(first.withValue(json("{'b': 3}")));

    assertThat(second.revision().generation()).isEqualTo(1);
    assertThat(second.value()).isEqualTo(json("{'b': 3}"));
    assertThat(other.get("alice")).isEqualTo(second);
    assertThat(store.conflicts("alice")).isEmpty();
  }

  @Test
  void staleUpdateKeepsBothAndShowsAConflict() {
    Versioned<ObjectNode> base = store.create("alice", json("{'n': 0}"));
    Versioned<ObjectNode> mine = store.update(base.withValue(json("{'n': 1}")));
    Versioned<ObjectNode> theirs = other.update(base.withValue(json("{'n': 2}")));
    List<Revision> rivals = sorted(mine.revision(), theirs.revision());

    assertThat(mine.revision().generation()).isEqualTo(1);
    assertThat(theirs.revision().generation()).isEqualTo(1);
    assertThat(store.conflicts("alice"))
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.id()).isEqualTo("alice");
              assertThat(conflict.rivals()).isEqualTo(rivals);
              assertThat(conflict.current()).isTrue();
            });
    assertThat(store.get("alice", mine.revision())).isEqualTo(mine);
    assertThat(store.get("alice", theirs.revision())).isEqualTo(theirs);
    assertThat(store.get("alice").revision()).isEqualTo(rivals.get(1));
    assertThat(other.get("alice")).isEqualTo(store.get("alice"));
  }

  @Test
  void equalEditsOfOneBaseAreTwo() {
    Versioned<ObjectNode> base = store.create("counter", json("{'n': 0}"));
    Versioned<ObjectNode> mine = store.update(base.withValue(json("{'n': 1}")));
    Versioned<ObjectNode> theirs = other.update(base.withValue(json("{'n': 1}")));

    assertThat(mine.revision()).isNotEqualTo(theirs.revision());
    assertThat(store.revisions("counter")).hasSize(3);
  }

  @Test
  void conflictIsPastOnceALaterRevisionStandsAboveIt() {
    Versioned<ObjectNode> base = store.create("alice", json("{}"));
    Revision mine = store.update(base.withValue(json("{'n': 1}"))).revision();
    Revision theirs = store.update(base.withValue(json("{'n': 2}"))).revision();
    Versioned<ObjectNode> above = store.update(store.get("alice").withValue(json("{'n': 3}")));

    assertThat(store.get("alice")).isEqualTo(above);
    assertThat(store.conflicts("alice"))
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.rivals()).isEqualTo(sorted(mine, theirs));
              assertThat(conflict.current()).isFalse();
            });
  }

  @Test
  void conflictsStandByAscendingGeneration() {
    Versioned<ObjectNode> base = store.create("alice", json("{}"));
    IntStream.range(0, 3).forEach(n -> store.update(base.withValue(json("{'n': " + n + "}"))));
    Versioned<ObjectNode> next = store.get("alice");
    IntStream.range(0, 2).forEach(n -> store.update(next.withValue(json("{'m': " + n + "}"))));

    assertThat(store.conflicts("alice"))
        .extracting(Conflict::generation, conflict -> conflict.rivals().size(), Conflict::current)
        .containsExactly(tuple(1L, 3, false), tuple(2L, 2, true));
  }

  @Test
  void updateOfAnAbsentObjectIsRefused() {
    Versioned<ObjectNode> imagined =
        new Versioned<>("nobody", new Revision(3, "a".repeat(32)), json("{}"));

    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.update(imagined))
        .withMessage("Object 'nobody' does not exist");
    assertThat(store.exists("nobody")).isFalse();
    assertThat(store.ids()).isEmpty();
  }

  @Test
  void noEditOfManyThreadsIsLost() {
    store.create("counter", json("{'n': 0}"));

    List<Set<Revision>> acknowledged =
        together(
            thread -> {
              Set<Revision> mine = new HashSet<>();
              for (int i = 0; i < 25; i++) {
                Versioned<ObjectNode> read = door(thread).get("counter");
                read.value().put("n", read.value().get("n").intValue() + 1);
                mine.add(door(thread).update(read).revision());
              }
              return mine;
            });

    List<Revision> live = store.revisions("counter").stream().map(Versioned::revision).toList();
    assertThat(live).hasSize(1 + THREADS * 25).doesNotHaveDuplicates();
    acknowledged.forEach(mine -> assertThat(live).containsAll(mine));
    assertThat(other.get("counter").revision()).isEqualTo(Collections.max(live));
  }

  // Upsert

  @Test
  void upsertCreatesWhatIsAbsent() {
    Versioned<ObjectNode> created = store.upsert("alice", json("{'a': 1}"));

    assertThat(created.revision().generation()).isZero();
    assertThat(other.get("alice")).isEqualTo(created);
    assertThat(created.value()).isEqualTo(json("{'a': 1}"));
  }

  @Test
  void upsertLaysTopLevelFieldsOverTheWinner() {
    store.create("alice", json("{'a': 1, 'b': {'x': 1, 'y': 2}, 'c': 3}"));
    Versioned<ObjectNode> laid = store.upsert("alice", json("{'b': {'z': 3}, 'c': null, 'd': 4}"));

    assertThat(laid.revision().generation()).isEqualTo(1);
    assertThat(laid.value()).isEqualTo(json("{'a': 1, 'b': {'z': 3}, 'c': null, 'd': 4}"));
    assertThat(other.get("alice")).isEqualTo(laid);
    assertThat(store.conflicts("alice")).isEmpty();
  }

  @Test
  void upsertsOfManyThreadsAllSucceedAndStay() {
    List<Revision> acknowledged =
        together(thread -> door(thread).upsert("shared", json("{'f" + thread + "': 1}"))).stream()
            .map(Versioned::revision)
            .toList();

    assertThat(store.revisions("shared"))
        .extracting(Versioned::revision)
        .containsExactlyInAnyOrderElementsOf(acknowledged);
  }

  // Settle

  @Test
  void settlementStandsAboveItsRivalsAndEndsTheirConflict() {
    Versioned<ObjectNode> base = store.create("bob", json("{'n': 0}"));
    store.update(base.withValue(json("{'n': 1}")));
    other.update(base.withValue(json("{'n': 2}")));
    Conflict conflict = store.conflicts("bob").get(0);

    Versioned<ObjectNode> settled = store.settle("bob", json("{'n': 3}"), conflict.rivals());

    assertThat(settled.revision().generation()).isEqualTo(2);
    for (ObjectStore any : List.of(store, other)) {
      assertThat(any.get("bob")).isEqualTo(settled);
      assertThat(any.conflicts("bob")).isEmpty();
      assertThat(any.revisions("bob"))
          .extracting(Versioned::revision)
          .containsExactly(settled.revision(), conflict.leading(), base.revision());
    }
  }

  @Test
  void settlementOfARivalThatIsGoneIsStaleAndChangesNothing() {
    Versioned<ObjectNode> base = store.create("bob", json("{'n': 0}"));
    store.update(base.withValue(json("{'n': 1}")));
    store.update(base.withValue(json("{'n': 2}")));
    Conflict conflict = store.conflicts("bob").get(0);
    Versioned<ObjectNode> settled = other.settle("bob", json("{'n': 3}"), conflict.rivals());

    assertThatExceptionOfType(StaleRevisionException.class)
        .isThrownBy(() -> store.settle("bob", json("{'n': 4}"), conflict.rivals()))
        .withMessage(
            "Edit of 'bob' started from %s, but %s is current; read it again and repeat the edit",
            conflict.rivals().get(0), settled.revision());
    assertThat(store.get("bob")).isEqualTo(settled);
  }

  @Test
  void settlementNeedsAnObjectAndTwoRivals() {
    Revision revision = store.create("bob", json("{'n': 0}")).revision();
    Revision second = new Revision(1, revision.token());

    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.settle("carol", json("{}"), List.of(revision, second)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.settle("bob", json("{}"), List.of(revision, revision)))
        .withMessage("Settlement of 'bob' is between [%s]; expected two or more rivals", revision);
  }

  // Delete

  @Test
  void deletedObjectIsGone() {
    Versioned<ObjectNode> first = store.create("alice", json("{'n': 1}"));
    Versioned<ObjectNode> second = store.update(first.withValue(json("{'n': 2}")));
    store.update(first.withValue(json("{'n': 3}")));

    assertThat(store.delete("alice")).isTrue();

    for (ObjectStore any : List.of(store, other)) {
      assertThat(any.exists("alice")).isFalse();
      assertThat(any.find("alice")).isEmpty();
      assertThat(any.find("alice", second.revision())).isEmpty();
      assertThat(any.revisions("alice")).isEmpty();
      assertThat(any.conflicts("alice")).isEmpty();
      assertThat(any.ids()).isEmpty();
      assertThat(any.all()).isEmpty();
      assertThat(any.delete("alice")).isFalse();
    }
  }

  @Test
  void deleteOfAnAbsentObjectSaysSo() {
    assertThat(store.delete("nobody")).isFalse();
  }

  @Test
  void deleteOfARevisionThatIsNotTheWinnerDeletesNothing() {
    Versioned<ObjectNode> first = store.create("alice", json("{'n': 1}"));
    Versioned<ObjectNode> second = other.update(first.withValue(json("{'n': 2}")));

    assertThatExceptionOfType(StaleRevisionException.class)
        .isThrownBy(() -> store.delete("alice", first.revision()))
        .satisfies(stale -> assertThat(stale.winner()).isEqualTo(second.revision()));
    assertThat(store.get("alice")).isEqualTo(second);
    assertThat(store.delete("alice", second.revision())).isTrue();
    assertThat(other.exists("alice")).isFalse();
    assertThat(store.delete("alice", second.revision())).isFalse();
  }

  @Test
  void anEditThatADeletionOfItsBaseDidNotSeeSurvives() {
    for (int i = 0; i < 20; i++) {
      String id = "object-" + i;
      Versioned<ObjectNode> base = store.create(id, json("{}"));
      AtomicBoolean deleted = new AtomicBoolean();
      AtomicBoolean edited = new AtomicBoolean();
      together(
          thread -> {
            try {
              if (thread == 0) {
                deleted.set(door(thread).delete(id, base.revision()));
              } else if (thread == 1) {
                door(thread).update(base.withValue(json("{'kept': true}")));
                edited.set(true);
              }
            } catch (StaleRevisionException | ObjectNotFoundException e) {
              // Whoever came second was told so.
            }
            return thread;
          });

      assertThat(edited.get() || deleted.get()).isTrue();
      assertThat(store.exists(id)).isEqualTo(edited.get());
    }
  }

  @Test
  void deletedObjectTakesNoUpdate() {
    Versioned<ObjectNode> read = store.create("alice", json("{}"));
    other.delete("alice");

    assertThatExceptionOfType(ObjectNotFoundException.class)
        .isThrownBy(() -> store.update(read))
        .withMessage("Object 'alice' does not exist");
    assertThat(store.exists("alice")).isFalse();
  }

  @Test
  void deletedObjectIsCreatedAnew() {
    Versioned<ObjectNode> before = store.create("alice", json("{'life': 1}"));
    other.get("alice");
    store.delete("alice");
    Versioned<ObjectNode> after = other.create("alice", json("{'life': 2}"));

    assertThat(after.revision()).isGreaterThan(before.revision());
    assertThat(store.get("alice")).isEqualTo(after);
    assertThat(store.revisions("alice")).containsExactly(after);
    assertThat(store.find("alice", before.revision())).isEmpty();
    assertThat(store.upsert("alice", json("{'b': 1}")).value())
        .isEqualTo(json("{'life': 2, 'b': 1}"));
  }

  @Test
  void oneOfManyConcurrentDeletesAtLeastSaysThatThereWasAnObject() {
    store.create("alice", json("{}"));

    assertThat(together(thread -> door(thread).delete("alice"))).contains(true);
    assertThat(store.exists("alice")).isFalse();
  }

  @Test
  void livesFollowOneAnother() {
    for (int life = 0; life < 10; life++) {
      Versioned<ObjectNode> created = door(life).create("phoenix", json("{'life': " + life + "}"));
      Versioned<ObjectNode> edited = door(life).update(created.withValue(json("{'old': true}")));

      assertThat(door(life + 1).revisions("phoenix")).containsExactly(edited, created);
      assertThat(door(life + 1).delete("phoenix")).isTrue();
      assertThat(door(life).exists("phoenix")).isFalse();
    }
  }

  // History, streams and counts

  @Test
  void historyIsNewestFirst() {
    Versioned<ObjectNode> first = store.create("alice", json("{'n': 0}"));
    Versioned<ObjectNode> second = store.update(first.withValue(json("{'n': 1}")));
    Versioned<ObjectNode> third = store.update(second.withValue(json("{'n': 2}")));
    Versioned<ObjectNode> rival = store.update(first.withValue(json("{'n': 3}")));
    boolean rivalLeads = rival.revision().compareTo(second.revision()) > 0;

    assertThat(store.revisions("alice"))
        .containsExactly(third, rivalLeads ? rival : second, rivalLeads ? second : rival, first);
    assertThat(store.conflicts("alice")).extracting(Conflict::current).containsExactly(false);
  }

  @Test
  void streamsShowAllObjects() {
    assertThat(store.ids()).isEmpty();
    assertThat(store.all()).isEmpty();
    Versioned<ObjectNode> alice = store.create("alice", json("{'n': 1}"));
    Versioned<ObjectNode> bob = other.create("bob", json("{'n': 2}"));
    Versioned<ObjectNode> bobNow = store.update(bob.withValue(json("{'n': 3}")));

    try (Stream<String> ids = store.ids();
        Stream<Versioned<ObjectNode>> all = other.all()) {
      assertThat(ids).containsExactlyInAnyOrder("alice", "bob");
      assertThat(all).containsExactlyInAnyOrder(alice, bobNow);
    }
  }

  @Test
  void idsComeInPagesInAscendingOrder() {
    List<String> names = List.of("a/1", "a/2", "b", "b 1", "b\u00fc", "..", "C");
    names.forEach(name -> store.create(name, json("{}")));
    store.create("b 0", json("{}"));
    other.delete("b 0");
    List<String> sorted = names.stream().sorted().toList();

    List<String> paged = new ArrayList<>();
    String after = "";
    for (List<String> page = store.ids(id -> true, after, 2);
        !page.isEmpty();
        page = store.ids(id -> true, after, 2)) {
      assertThat(page).hasSizeBetween(1, 2);
      paged.addAll(page);
      after = page.get(page.size() - 1);
    }

    assertThat(paged).isEqualTo(sorted);
    assertThat(store.ids(id -> id.startsWith("b"), "", 9)).containsExactly("b", "b 1", "b\u00fc");
    assertThat(store.ids(id -> id.contains("1"), "a/1", 9)).containsExactly("b 1");
  }

  @Test
  void idsOfObjectsThatAreGoneDoNotShortenAPage() {
    IntStream.range(10, 40).forEach(i -> store.create("object-" + i, json("{}")));
    IntStream.range(10, 38).forEach(i -> store.delete("object-" + i));

    assertThat(store.ids(id -> true, "", 2)).containsExactly("object-38", "object-39");
    assertThat(store.ids(id -> true, "object-39", 2)).isEmpty();
  }

  @Test
  void streamsMayBeLeftHalfRead() {
    IntStream.range(0, 20).forEach(i -> store.create("object-" + i, json("{}")));

    try (Stream<String> ids = store.ids();
        Stream<Versioned<ObjectNode>> all = store.all();
        Stream<Conflict> conflicts = store.conflicts()) {
      assertThat(ids.limit(3)).hasSize(3);
      assertThat(all.findFirst()).isPresent();
      assertThat(conflicts.findFirst()).isEmpty();
    }
    assertThat(store.ids()).hasSize(20);
  }

  @Test
  void objectsMayBeDeletedWhileTheirIdsAreStreamed() {
    IntStream.range(0, 20).forEach(i -> store.create("object-" + i, json("{}")));

    try (Stream<String> ids = store.ids()) {
      ids.forEach(id -> assertThat(store.delete(id)).isTrue());
    }
    assertThat(store.ids()).isEmpty();
  }

  @Test
  void streamsNeitherFailNorMissWhatStaysWhileOthersWrite() {
    IntStream.range(0, 10).forEach(i -> store.create("stays-" + i, json("{}")));

    together(
        thread -> {
          for (int i = 0; i < 10; i++) {
            if (thread == 0) {
              try (Stream<Versioned<ObjectNode>> all = store.all()) {
                assertThat(all.map(Versioned::id).filter(id -> id.startsWith("stays-")))
                    .hasSize(10);
              }
            } else {
              String id = "passes-" + thread;
              door(thread).create(id, json("{}"));
              door(thread).delete(id);
            }
          }
          return thread;
        });
  }

  @Test
  void storesConflictsAreThoseOfItsObjects() {
    for (String id : List.of("a", "b", "c")) {
      Versioned<ObjectNode> base = store.create(id, json("{}"));
      store.update(base.withValue(json("{'n': 1}")));
      if (!id.equals("c")) {
        other.update(base.withValue(json("{'n': 2}")));
      }
    }
    store.update(store.get("b").withValue(json("{}")));

    try (Stream<Conflict> conflicts = store.conflicts()) {
      assertThat(conflicts)
          .containsExactlyInAnyOrder(store.conflicts("a").get(0), store.conflicts("b").get(0));
    }
    assertThat(store.counts()).isEqualTo(new StoreCounts(3, 9, 1, 1));
    assertThat(other.counts().conflicts()).isEqualTo(2);
  }

  @Test
  void emptyStoreCountsNothing() {
    assertThat(store.counts()).isEqualTo(new StoreCounts(0, 0, 0, 0));
    assertThat(store.conflicts()).isEmpty();
  }

  // The store's own fields

  @Test
  void idAndRevisionAreNeverPartOfTheDocument() {
    ObjectNode document = json("{'_id': 'mallory', '_rev': '9-x', 'n': 1, 'in': {'_id': 'stays'}}");
    ObjectNode expected = json("{'n': 1, 'in': {'_id': 'stays'}}");

    Versioned<ObjectNode> created = store.create("alice", document);
    Versioned<ObjectNode> updated = store.update(created.withValue(document));
    Versioned<ObjectNode> upserted = store.upsert("alice", json("{'_id': 1, '_rev': null}"));

    assertThat(List.of(created, updated, upserted))
        .allSatisfy(
            written -> {
              assertThat(written.id()).isEqualTo("alice");
              assertThat(written.value()).isEqualTo(expected);
            });
    assertThat(store.get("alice").value()).isEqualTo(expected);
    assertThat(store.revisions("alice")).extracting(Versioned::value).containsOnly(expected);
    assertThat(store.all().map(Versioned::value)).containsExactly(expected);
    assertThat(store.exists("mallory")).isFalse();
  }

  // Coherence

  @Test
  void readsDoNotGoBackWhicheverDoorWrote() {
    store.create("alice", json("{'n': 0}"));
    for (int i = 1; i <= 200; i++) {
      Versioned<ObjectNode> read = door(i).get("alice");
      Versioned<ObjectNode> written = door(i).update(read.withValue(json("{'n': " + i + "}")));

      assertThat(door(i + 1).get("alice")).isEqualTo(written);
      assertThat(door(i).get("alice")).isEqualTo(written);
    }
  }

  @Test
  void existenceIsSeenAtOnceWhicheverDoorWrote() {
    for (int i = 0; i < 50; i++) {
      door(i).create("blink", json("{}"));
      assertThat(door(i + 1).exists("blink")).isTrue();
      assertThat(door(i + 1).find("blink")).isPresent();
      door(i).delete("blink");
      assertThat(door(i + 1).exists("blink")).isFalse();
      assertThat(door(i + 1).find("blink")).isEmpty();
    }
  }

  @Test
  void contentOutlivesTheOpenedStore() {
    Versioned<ObjectNode> written = store.create("alice", json("{'n': 1}"));
    store.close();

    assertThat(other.get("alice")).isEqualTo(written);
    try (ObjectStore reopened = open()) {
      assertThat(reopened.get("alice")).isEqualTo(written);
    }
  }

  // Refusals

  @Test
  void conflictEndsByADecisionOfAPersonOrARule() {
    for (String id : List.of("person", "rule", "captured")) {
      Versioned<ObjectNode> base = store.create(id, json("{'a': 0, 'b': 0}"));
      store.update(base.withValue(json("{'a': 1, 'b': 0}")));
      other.update(
          base.withValue(
              json(
                  "{'a': %d, 'b': %d}"
                      .formatted(id.equals("captured") ? 1 : 0, id.equals("captured") ? 0 : 1))));
    }

    OpenConflict<ObjectNode> open = store.conflict("person").orElseThrow();
    Versioned<ObjectNode> decided = other.settle("person", open.merged(), open.revisions());
    Versioned<ObjectNode> merged = other.resolve("rule").orElseThrow();
    List<Settlement> captured = other.settleCaptured("captured", false);

    assertThat(decided.value()).isEqualTo(json("{'a': 1, 'b': 1}"));
    assertThat(merged.value()).isEqualTo(decided.value());
    assertThat(captured).hasSize(1);
    try (Stream<Conflict> conflicts = store.conflicts()) {
      assertThat(conflicts).isEmpty();
    }
  }

  @Test
  void pastIsReadAndBroughtBack() {
    Versioned<ObjectNode> first = store.create("alice", json("{'n': 0}"));
    Versioned<ObjectNode> second = store.update(first.withValue(json("{'n': 1}")));

    assertThat(other.diff("alice", first.revision(), second.revision()))
        .hasToString("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":1}]");
    assertThat(other.revert("alice", first.revision()).value()).isEqualTo(first.value());
    store.delete("alice");
    assertThat(other.history("alice"))
        .extracting(HistoryEntry::state)
        .containsOnly(HistoryEntry.State.DELETED)
        .hasSize(3);
    assertThat(other.undelete("alice").value()).isEqualTo(first.value());
    assertThat(store.restore("alice", second.revision()).value()).isEqualTo(second.value());
    assertThat(store.asOf("alice", Instant.now().plusSeconds(60))).contains(store.get("alice"));
  }

  @Test
  void emptyIdIsRefusedEverywhere() {
    Versioned<ObjectNode> nameless =
        new Versioned<>("", new Revision(0, "a".repeat(32)), json("{}"));
    List<ThrowingCallable> operations =
        List.of(
            () -> store.create("", json("{}")),
            () -> store.find(""),
            () -> store.find("", nameless.revision()),
            () -> store.get(""),
            () -> store.exists(""),
            () -> store.update(nameless),
            () -> store.upsert("", json("{}")),
            () -> store.delete(""),
            () -> store.conflicts(""),
            () -> store.revisions(""),
            () -> store.update(nameless, OnStale.MERGE),
            () -> store.conflict(""),
            () -> store.settle("", json("{}"), List.of(nameless.revision())),
            () -> store.resolve(""),
            () -> store.settleCaptured("", true),
            () -> store.undelete(""),
            () -> store.restore("", nameless.revision()),
            () -> store.revert("", nameless.revision()),
            () -> store.history(""),
            () -> store.asOf("", Instant.EPOCH),
            () -> store.diff("", nameless.revision(), nameless.revision()));

    assertThat(operations)
        .allSatisfy(
            operation ->
                assertThatExceptionOfType(InvalidIdException.class)
                    .isThrownBy(operation)
                    .satisfies(refused -> assertThat(refused.id()).isEmpty()));
  }

  @Test
  void closedStoreRefusesEverything() {
    Versioned<ObjectNode> alice = store.create("alice", json("{}"));
    store.close();
    store.close();
    List<ThrowingCallable> operations =
        List.of(
            () -> store.create("bob", json("{}")),
            () -> store.find("alice"),
            () -> store.find("alice", alice.revision()),
            () -> store.get("alice"),
            () -> store.exists("alice"),
            () -> store.update(alice),
            () -> store.upsert("alice", json("{}")),
            () -> store.delete("alice"),
            () -> store.delete("alice", alice.revision()),
            () -> store.ids(),
            () -> store.all(),
            () -> store.conflicts("alice"),
            () -> store.conflicts(),
            () -> store.revisions("alice"),
            () -> store.update(alice, OnStale.MERGE),
            () -> store.conflict("alice"),
            () -> store.settle("alice", json("{}"), List.of(alice.revision())),
            () -> store.resolve("alice"),
            () -> store.settleCaptured("alice", false),
            () -> store.settleCaptured(false),
            () -> store.undelete("alice"),
            () -> store.restore("alice", alice.revision()),
            () -> store.revert("alice", alice.revision()),
            () -> store.history("alice"),
            () -> store.asOf("alice", Instant.EPOCH),
            () -> store.diff("alice", alice.revision(), alice.revision()),
            () -> store.merging(MergeRules.none(), ConflictResolver.mergingCleanly()).find("alice"),
            () -> store.counts());

    assertThat(operations)
        .allSatisfy(operation -> assertThatIllegalStateException().isThrownBy(operation));
    assertThat(other.revisions("alice")).containsExactly(alice);
    assertThat(other.exists("bob")).isFalse();
  }

  private ObjectStore door(int number) {
    return number % 2 == 0 ? store : other;
  }

  private static List<Revision> sorted(Revision... revisions) {
    return Stream.of(revisions).sorted().toList();
  }

  /** Reads JSON that is written with single quotes. */
  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  /** Runs the task in several threads that start at once; results in the order of the threads. */
  private static <R> List<R> together(ThreadTask<R> task) {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<R>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        Callable<R> call =
            () -> {
              start.await();
              return task.run(thread);
            };
        results.add(threads.submit(call));
      }
      start.countDown();
      List<R> done = new ArrayList<>();
      for (Future<R> result : results) {
        done.add(result.get());
      }
      return done;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private interface ThreadTask<R> {
    R run(int thread);
  }
}
