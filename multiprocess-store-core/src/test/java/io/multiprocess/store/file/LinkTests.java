package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.UnconfirmedWriteException;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Links inside a store lead nowhere; the store's own directory may be one. */
class LinkTests {

  /** Looks like what a process that is gone left behind. */
  private static final String LEFTOVER = "00000000-1-1-0";

  @TempDir Path temp;

  private StoreDirectory directory;
  private Path outside;

  @BeforeEach
  void makeOutside() throws IOException {
    directory = new StoreDirectory(temp.resolve("store"));
    outside = Files.createDirectory(temp.resolve("outside"));
    for (String place : List.of("tmp", "claims", "archive", "quarantine", "bob")) {
      Files.createDirectory(outside.resolve(place));
      Files.writeString(outside.resolve(place).resolve(LEFTOVER), "theirs");
    }
    Files.writeString(outside.resolve(LEFTOVER), "theirs");
    Files.writeString(outside.resolve("0-" + StoreDirectory.NPM_TOKEN), "{\"secret\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".tombstones",
        ".local",
        ".local/tmp",
        ".local/claims",
        ".local/archive",
        ".local/quarantine"
      })
  void storeWhoseOwnDirectoryIsALinkIsNotOpened(String own) throws IOException {
    List<String> before = everythingOutside();
    Path link = directory.root().resolve(own);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, outside);

    assertThatThrownBy(() -> directory.open())
        .isInstanceOf(StoreFormatException.class)
        .hasMessage(
            "Store at %s cannot be opened: '%s' is not a directory; expected one that is not a link"
                .formatted(directory.root(), own));
    assertThat(everythingOutside()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {".local", ".local/tmp"})
  void nothingIsWrittenThroughALinkThatAppearsUnderAnOpenStore(String own) throws IOException {
    List<String> before = everythingOutside();
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      replaceByLink(directory.root().resolve(own), outside);

      assertThatThrownBy(() -> store.create("carol", document("n", 1)))
          .isInstanceOf(StoreAccessException.class)
          .hasMessageContaining(
              "not a directory; expected one that is not a link (%s)"
                  .formatted(directory.root().resolve(own)));
      assertThatThrownBy(() -> store.update(bob)).isInstanceOf(StoreAccessException.class);
      assertThatThrownBy(() -> store.delete("bob")).isInstanceOf(StoreAccessException.class);
      assertThatThrownBy(store::checkAccess).isInstanceOf(StoreAccessException.class);
      assertThat(store.get("bob")).isEqualTo(bob);
    }
    assertThat(everythingOutside()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {".local/archive", ".local/archive/bob"})
  void bodyOfADeletedObjectIsNotMovedThroughALink(String own) throws IOException {
    List<String> before = everythingOutside();
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Path link = directory.root().resolve(own);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, outside);

      assertThatThrownBy(() -> store.delete("bob")).isInstanceOf(UnconfirmedWriteException.class);

      assertThat(store.find("bob")).isEmpty();
      assertThat(directory.file("bob", bob.revision())).exists();
    }
    assertThat(everythingOutside()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void claimThatIsALinkIsRemovedAndWhatLiesBehindItStays(boolean loop) throws IOException {
    List<String> before = everythingOutside();
    try (FileObjectStore store =
        directory.open(StoreOptions.defaults().withOnStale(OnStale.REJECT))) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Path claim = new StoreLayout(directory.root()).claim("bob", bob.revision());
      Files.createDirectories(claim.getParent());
      Files.createSymbolicLink(claim, loop ? claim : outside);

      Versioned<ObjectNode> next = store.update(bob.withValue(document("n", 2)));

      assertThat(store.revisions("bob")).containsExactly(next, bob);
      assertThat(claim).doesNotExist();
    }
    assertThat(everythingOutside()).isEqualTo(before);
  }

  @Test
  void linkInsideAClaimIsNotPublished() throws IOException {
    try (FileObjectStore store =
        directory.open(StoreOptions.defaults().withOnStale(OnStale.REJECT))) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Path claim = new StoreLayout(directory.root()).claim("bob", bob.revision());
      Files.createDirectories(claim);
      String child = "1-" + StoreDirectory.NPM_TOKEN;
      Files.createSymbolicLink(
          claim.resolve(child), outside.resolve("0-" + StoreDirectory.NPM_TOKEN));

      store.update(bob.withValue(document("n", 2)));

      assertThat(directory.root().resolve("bob").resolve(child)).doesNotExist();
      assertThat(store.revisions("bob")).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".local", ".local/claims"})
  void claimsBehindALinkThatAppearsLaterStay(String own) throws IOException {
    try (FileObjectStore store =
        directory.open(StoreOptions.defaults().withOnStale(OnStale.REJECT))) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Path link = directory.root().resolve(own);
      Path claims = own.equals(".local") ? outside.resolve("claims") : outside;
      Path claim = new StoreLayout(directory.root()).claim("bob", bob.revision()).getFileName();
      Files.createDirectory(claims.resolve(claim));
      Files.writeString(claims.resolve(claim).resolve("no-revision"), "theirs");
      List<String> before = everythingOutside();
      replaceByLink(link, outside);

      assertThatThrownBy(() -> store.update(bob)).isInstanceOf(StoreAccessException.class);

      assertThat(everythingOutside()).isEqualTo(before);
    }
  }

  @Test
  void tombstonesBehindALinkAreNotRead() throws IOException {
    StoreDirectory other = new StoreDirectory(temp.resolve("other"));
    try (FileObjectStore store = directory.open();
        FileObjectStore theirs = other.open()) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Files.createDirectories(other.root().resolve("bob"));
      Files.copy(directory.file("bob", bob.revision()), other.file("bob", bob.revision()));
      theirs.delete("bob");
      Files.createDirectories(directory.root().resolve(".tombstones"));
      Files.createSymbolicLink(
          directory.root().resolve(".tombstones/bob"), other.root().resolve(".tombstones/bob"));

      assertThat(store.get("bob")).isEqualTo(bob);
      assertThatThrownBy(() -> store.delete("bob")).isInstanceOf(StoreAccessException.class);
      assertThat(store.get("bob")).isEqualTo(bob);
      assertThat(other.names(".tombstones/bob")).hasSize(1);
    }
  }

  @Test
  void storeWhoseTombstonesAreOutOfReachIsNotOneWithout() throws IOException {
    try (FileObjectStore store = directory.open()) {
      store.create("bob", document("n", 1));
      store.create("carol", document("n", 1));
      store.delete("carol");
      replaceByLink(directory.root().resolve(".tombstones"), outside);

      assertThatThrownBy(() -> store.find("bob"))
          .isInstanceOf(StoreAccessException.class)
          .hasMessage(
              "Read of 'bob' failed in %s: not a directory; expected one that is not a link (%s)"
                  .formatted(directory.root(), directory.root().resolve(".tombstones")));
    }
  }

  @Test
  void objectThatIsALinkIsNoneAndStaysWhatItIs() throws IOException {
    List<String> before = everythingOutside();
    try (FileObjectStore store = directory.open()) {
      Path link = Files.createSymbolicLink(directory.root().resolve("bob"), outside);
      Revision theirs = Revision.parse("0-" + StoreDirectory.NPM_TOKEN);

      assertThat(store.find("bob")).isEmpty();
      assertThat(store.find("bob", theirs)).isEmpty();
      assertThat(store.exists("bob")).isFalse();
      assertThat(store.ids()).isEmpty();
      assertThat(store.delete("bob")).isFalse();
      assertThatThrownBy(() -> store.create("bob", document("n", 1)))
          .isInstanceOf(StoreAccessException.class)
          .hasMessage(
              "Create of 'bob' failed in %s: not a directory; expected one that is not a link (%s)"
                  .formatted(directory.root(), link));
      assertThat(Files.readSymbolicLink(link)).isEqualTo(outside);
    }
    assertThat(everythingOutside()).isEqualTo(before);
  }

  @Test
  void temporaryNamesThatAreTakenAreLeftAlone() throws IOException {
    List<String> before = everythingOutside();
    try (FileObjectStore store = directory.open()) {
      store.create("bob", document("n", 1));
      StoreLayout layout = new StoreLayout(directory.root());
      String last =
          new TempSpace(layout, new Disk(layout.root(), Sharing.OWNER))
              .make(path -> path)
              .getFileName()
              .toString();
      int counter = last.lastIndexOf('-') + 1;
      long next = Long.parseLong(last.substring(counter), 36);
      for (int i = 1; i <= 5; i++) {
        Files.createSymbolicLink(
            layout.tmp().resolve(last.substring(0, counter) + Long.toString(next + i, 36)),
            outside.resolve(i == 1 ? "new" : LEFTOVER));
      }

      store.create("carol", document("n", 1));

      assertThat(store.get("carol").value()).isEqualTo(document("n", 1));
    }
    assertThat(everythingOutside()).isEqualTo(before);
  }

  @Test
  void storeBehindALinkIsTheStoreWhereItLeads() throws IOException {
    try (FileObjectStore store = directory.open()) {
      Versioned<ObjectNode> bob = store.create("bob", document("n", 1));
      Path link = Files.createSymbolicLink(temp.resolve("link"), directory.root());
      try (FileObjectStore linked = new StoreDirectory(link).open()) {
        assertThat(linked.directory()).isEqualTo(directory.root().toRealPath());
        assertThat(linked.get("bob")).isEqualTo(bob);
        Files.delete(link);
        linked.update(bob);
        assertThat(store.revisions("bob")).hasSize(2);
      }
    }
  }

  /** Puts what stands there aside, and a link in its place. */
  private void replaceByLink(Path place, Path target) throws IOException {
    if (Files.exists(place)) {
      Files.move(place, temp.resolve("aside"));
    }
    Files.createSymbolicLink(place, target);
  }

  private List<String> everythingOutside() throws IOException {
    try (Stream<Path> entries = Files.walk(outside)) {
      return entries
          .sorted()
          .map(entry -> entry + (Files.isRegularFile(entry) ? " " + content(entry) : ""))
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
