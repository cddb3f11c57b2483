package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.Revision;
import io.multiprocess.store.UnconfirmedWriteException;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class DeletionTests {

  @TempDir Path temp;

  private StoreDirectory directory;

  @BeforeEach
  void openDirectory() {
    directory = new StoreDirectory(temp);
  }

  @Test
  void deletionIsOneTombstoneThatNamesWhatWasSeenWithItsBases() throws IOException {
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> first = store.create("bob", document("n", 1));
      Versioned<ObjectNode> second = store.update(first.withValue(document("n", 2)));

      assertThat(store.delete("bob")).isTrue();

      List<String> tombstones = directory.names(".tombstones/bob");
      assertThat(tombstones).hasSize(1);
      assertThat(tombstones.get(0)).startsWith("2-");
      assertThat(Files.readString(temp.resolve(".tombstones/bob/" + tombstones.get(0))))
          .isEqualTo(
              """
              {
                "kind": "delete",
                "revisions": {
                  "%s": [],
                  "%s": [
                    "%s"
                  ]
                }
              }"""
                  .formatted(first.revision(), second.revision(), first.revision()));
      assertThat(temp.resolve("bob")).doesNotExist();
      assertThat(directory.names(".local/archive/bob"))
          .containsExactly(first.revision().toString(), second.revision().toString());
    }
  }

  @Test
  void equalDeletionsOnTwoHostsAreOneFile() throws IOException {
    StoreDirectory other = new StoreDirectory(Files.createDirectory(temp.resolve("other")));
    StoreDirectory here = new StoreDirectory(Files.createDirectory(temp.resolve("here")));
    try (FileObjectStore store = here.open();
        FileObjectStore copy = other.open()) {
      Revision revision = store.create("bob", document("n", 1)).revision();
      other.write("bob/" + revision, Files.readString(here.file("bob", revision), UTF_8));

      store.delete("bob");
      copy.delete("bob");

      assertThat(here.names(".tombstones/bob")).isEqualTo(other.names(".tombstones/bob"));
    }
  }

  @Test
  void revisionThatComesBackIsDeadAndSweptByWhoeverMeetsIt() throws IOException {
    try (FileObjectStore store = directory.open()) {
      Revision revision = store.create("bob", document("n", 1)).revision();
      String content = Files.readString(directory.file("bob", revision), UTF_8);
      store.delete("bob");

      directory.write("bob/" + revision, content);

      assertThat(store.ids()).isEmpty();
      assertThat(store.exists("bob")).isFalse();
      assertThat(store.find("bob")).isEmpty();
      assertThat(temp.resolve("bob")).doesNotExist();
    }
  }

  @Test
  void ancestorThatArrivesAfterItsSuccessorsWereDeletedIsDeadToo() throws IOException {
    StoreDirectory elsewhere = new StoreDirectory(Files.createDirectory(temp.resolve("elsewhere")));
    directory = new StoreDirectory(Files.createDirectory(temp.resolve("here")));
    try (FileObjectStore origin = elsewhere.open();
        FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> first = origin.create("bob", document("n", 1));
      Versioned<ObjectNode> second = origin.update(first.withValue(document("n", 2)));
      Versioned<ObjectNode> third = origin.update(second.withValue(document("n", 3)));
      copy(elsewhere, third.revision());
      store.delete("bob");

      copy(elsewhere, first.revision());
      copy(elsewhere, second.revision());

      assertThat(store.find("bob")).isEmpty();
      assertThat(directory.root().resolve("bob")).doesNotExist();
      assertThat(directory.names(".tombstones/bob")).hasSize(2);
      // The link of the second to the first is kept, so that the first stays dead when it is alone.
      copy(elsewhere, first.revision());
      assertThat(store.find("bob")).isEmpty();
    }
  }

  @Test
  void baseWithALivingChildIsLive() {
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> base = store.create("bob", document("n", 1));
      Versioned<ObjectNode> left = store.update(base.withValue(document("n", 2)));
      Versioned<ObjectNode> right = store.update(base.withValue(document("n", 3)));
      bury(left.revision(), base.revision());

      assertThat(store.revisions("bob")).containsExactly(right, base);
      assertThat(store.conflicts("bob")).isEmpty();
    }
  }

  @Test
  void baseStaysHistoryWhenOnlyAGrandchildLives() {
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> base = store.create("bob", document("n", 1));
      Versioned<ObjectNode> child = store.update(base.withValue(document("n", 2)));
      Versioned<ObjectNode> grandchild = store.update(child.withValue(document("n", 3)));
      bury(child.revision(), base.revision());

      assertThat(store.revisions("bob")).containsExactly(grandchild, base);
    }
  }

  @Test
  void baseStaysWhereALiveRevisionThatMayDescendFromItCannotBeRead() {
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> base = store.create("bob", document("n", 1));
      Versioned<ObjectNode> left = store.update(base.withValue(document("n", 2)));
      Versioned<ObjectNode> right = store.update(base.withValue(document("n", 3)));
      directory.write("bob/" + right.revision(), "damaged");
      bury(left.revision(), base.revision());

      assertThat(store.get("bob")).isEqualTo(base);
    }
  }

  @Test
  void editThatTheDeletionHadNotSeenKeepsTheObjectAlive() throws IOException {
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> first = store.create("bob", document("n", 1));
      Path held = temp.resolve("held");
      Versioned<ObjectNode> unseen = store.update(first.withValue(document("n", 2)));
      Files.move(directory.file("bob", unseen.revision()), held);
      store.delete("bob");

      directory.write("bob/" + unseen.revision(), Files.readString(held, UTF_8));

      assertThat(store.get("bob")).isEqualTo(unseen);
      assertThat(store.revisions("bob")).containsExactly(unseen);
    }
  }

  @Test
  void recreatedObjectStandsAboveEverythingThatWasDeleted() {
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> first = store.create("bob", document("n", 1));
      store.update(first.withValue(document("n", 2)));
      store.delete("bob");

      Versioned<ObjectNode> again = store.create("bob", document("n", 3));

      assertThat(again.revision().generation()).isEqualTo(3);
      assertThat(store.revisions("bob")).containsExactly(again);
    }
  }

  @Test
  void manyTombstonesAreReplacedByFewThatNameAllTheDead() throws IOException {
    try (FileObjectStore store = directory.open()) {
      List<Path> bodies = new ArrayList<>();
      Path held = Files.createDirectory(temp.resolve(".held"));
      for (int i = 0; i < 100; i++) {
        Revision revision = store.create("bob", document("n", i)).revision();
        bodies.add(Files.copy(directory.file("bob", revision), held.resolve(revision.toString())));
        store.delete("bob");
      }

      assertThat(directory.names(".tombstones/bob")).hasSizeLessThanOrEqualTo(2 * 16);
      Files.createDirectory(temp.resolve("bob"));
      for (Path body : bodies) {
        Files.copy(body, temp.resolve("bob").resolve(body.getFileName()));
      }
      try (FileObjectStore reader = directory.open()) {
        assertThat(reader.find("bob")).isEmpty();
        assertThat(directory.names("bob")).isEmpty();
      }
    }
  }

  @Test
  void tombstonesThatAreMergedInAnyOrderAreOneFile() throws IOException {
    DocumentCodec codec = new DocumentCodec(1000, 10);
    Revision a = Revision.parse("1-" + NPM_TOKEN);
    Revision b = Revision.parse("2-" + NPM_TOKEN);
    Revision c = Revision.parse("3-" + NPM_TOKEN);
    Tombstone unknown = new Tombstone("settle", new TreeMap<>(Map.of(a, Optional.empty())));
    Tombstone known =
        new Tombstone(
            "settle",
            new TreeMap<>(Map.of(a, Optional.of(List.of()), b, Optional.of(List.of(a)))),
            new TreeMap<>(Map.of(b, c)));

    byte[] merged = Tombstone.merged("settle", List.of(unknown, known)).encode(codec);

    assertThat(Tombstone.merged("settle", List.of(known, unknown)).encode(codec)).isEqualTo(merged);
    assertThat(Tombstone.decode(merged, codec))
        .isEqualTo(
            new Tombstone(
                "settle",
                new TreeMap<>(Map.of(a, Optional.of(List.of()), b, Optional.of(List.of(a)))),
                new TreeMap<>(Map.of(b, c))));
  }

  @Test
  void tombstoneThatDoesNotVerifyDoesNotExistYet() throws IOException {
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Revision revision = bob.revision();
      String content = Files.readString(directory.file("bob", revision), UTF_8);
      store.delete("bob");
      String name = directory.names(".tombstones/bob").get(0);
      String whole = Files.readString(temp.resolve(".tombstones/bob/" + name), UTF_8);

      directory.write(".tombstones/bob/" + name, whole.substring(0, 20));
      directory.write("bob/" + revision, content);
      try (FileObjectStore reader = directory.open()) {
        assertThat(reader.get("bob")).isEqualTo(bob);

        directory.write(".tombstones/bob/" + name, whole);
        assertThat(reader.find("bob")).isEmpty();
      }
    }
  }

  @Test
  void whatADesktopLeftInADirectoryDoesNotKeepItAlive() {
    try (FileObjectStore store = directory.open()) {
      store.create("bob", document("n", 1));
      store.create("carol", document("n", 1));
      directory.write("bob/.DS_Store", "x");
      directory.write("carol/notes.txt", "mine");

      store.delete("bob");
      store.delete("carol");

      assertThat(temp.resolve("bob")).doesNotExist();
      assertThat(directory.names(".local/quarantine/bob")).containsExactly(".DS_Store");
      assertThat(directory.names("carol")).containsExactly("notes.txt");
      assertThat(store.ids()).isEmpty();
      assertThat(store.create("carol", document("n", 2)).revision().generation()).isEqualTo(2);
    }
  }

  @Test
  void objectOfNpmIsDeletedWithoutKnowingItsAncestry() throws IOException {
    try (FileObjectStore store = directory.open()) {
      directory.write("bob/0-" + NPM_TOKEN, "{\"_id\":\"bob\",\"n\":1}");

      assertThat(store.delete("bob")).isTrue();

      String name = directory.names(".tombstones/bob").get(0);
      assertThat(Files.readString(temp.resolve(".tombstones/bob/" + name)))
          .contains("\"0-%s\": null".formatted(NPM_TOKEN));
    }
  }

  @Test
  void deletionThatCannotBeSweptIsVisibleButNotAcknowledged() {
    try (FileObjectStore store = directory.open()) {
      store.create("bob", document("n", 1));
      directory.write(".local/archive", "in the way");

      assertThatThrownBy(() -> store.delete("bob"))
          .isInstanceOf(UnconfirmedWriteException.class)
          .hasMessageStartingWith("Delete of 'bob' is visible but could not be completed: ");
      assertThat(store.find("bob")).isEmpty();
    }
  }

  private void bury(Revision revision, Revision base) {
    TreeMap<Revision, Optional<List<Revision>>> dead = new TreeMap<>();
    dead.put(revision, Optional.of(List.of(base)));
    Tombstone tombstone = new Tombstone("settle", dead);
    byte[] content = tombstone.encode(new DocumentCodec(1000, 10));
    directory.write(
        ".tombstones/bob/" + ContentHash.TOMBSTONE.name(tombstone.generation(), content),
        new String(content, UTF_8));
  }

  private void copy(StoreDirectory from, Revision revision) throws IOException {
    directory.write("bob/" + revision, Files.readString(from.file("bob", revision), UTF_8));
  }
}
