package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Finding.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Every kind of finding, planted and found, and nothing changed by it. */
class ScrubTests {

  private static final String DEAD_PROCESS = "00000000-4194305-0-0";

  @TempDir Path temp;

  private StoreDirectory directory;
  private FileObjectStore store;
  private Versioned<ObjectNode> base;
  private Versioned<ObjectNode> bob;

  @BeforeEach
  void createObjects() {
    directory = new StoreDirectory(temp.resolve("store"));
    store = directory.open();
    base = store.create("bob", document("n", 1));
    bob = store.update(base.withValue(document("n", 2)));
    store.create("carol", document("n", 3));
    store.delete("carol");
    directory.write("dave/0-" + NPM_TOKEN, "{\"_id\":\"dave\"}");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void wholeStoreIsReadAndClean() throws IOException {
    ScrubReport report = scrub();

    assertThat(report.isClean()).isTrue();
    assertThat(report.findings()).isEmpty();
    assertThat(report.objects()).isEqualTo(2);
    assertThat(report.revisions()).isEqualTo(3);
    assertThat(report.tombstones()).isEqualTo(1);
    assertThat(report.archived()).isEqualTo(1);
    assertThat(report.quarantined()).isZero();
    assertThat(report.bytes())
        .isEqualTo(
            size("bob") + size("dave") + size(".tombstones/carol") + size(".local/archive/carol"));
    assertThat(report.duration()).isPositive();
  }

  @Test
  void storeInUseIsCleanAtAnyMoment() {
    assertThat(store.scrub().findings()).isEmpty();
  }

  @Test
  void fileWithOnlyABeginningIsTruncated() throws IOException {
    String content = Files.readString(directory.file("bob", bob.revision()));
    directory.write("bob/" + bob.revision(), content.substring(0, 9));
    directory.write("dave/1-" + NPM_TOKEN, "");
    String archived = ".local/archive/carol/" + directory.names(".local/archive/carol").get(0);
    directory.write(archived, "{");

    assertFindings(
        finding(Kind.TRUNCATED, "bob", "bob/" + bob.revision()),
        finding(Kind.TRUNCATED, "dave", "dave/1-" + NPM_TOKEN),
        finding(Kind.TRUNCATED, "carol", archived));
  }

  @Test
  void ourFileWithOtherBytesIsADigestMismatch() throws IOException {
    Path file = directory.file("bob", bob.revision());
    Files.writeString(file, Files.readString(file).replace("2", "3"));

    ScrubReport report =
        assertFindings(finding(Kind.DIGEST_MISMATCH, "bob", "bob/" + bob.revision()));

    assertThat(report.findings().get(0).detail())
        .startsWith("expected digest %s, found ".formatted(bob.revision().token()));
  }

  @Test
  void npmFileThatIsNoJsonObjectIsInvalid() {
    directory.write("dave/1-" + NPM_TOKEN, "{\"n\":1}}");
    directory.write("dave/2-" + NPM_TOKEN, "[]");
    directory.write("dave/3-" + NPM_TOKEN, "\0\0\0\0");

    assertFindings(
        finding(Kind.INVALID_JSON, "dave", "dave/1-" + NPM_TOKEN),
        finding(Kind.INVALID_JSON, "dave", "dave/2-" + NPM_TOKEN),
        finding(Kind.INVALID_JSON, "dave", "dave/3-" + NPM_TOKEN));
  }

  @Test
  void npmFileThatMayStillBeWrittenIsNoFinding() {
    directory.write("dave/1-" + NPM_TOKEN, "{\"n\":");

    assertThat(store.scrub().findings()).isEmpty();
  }

  @Test
  void damagedTombstoneIsFound() {
    String name = directory.names(".tombstones/carol").get(0);
    directory.write(".tombstones/carol/" + name, "{}");

    assertFindings(finding(Kind.DAMAGED_TOMBSTONE, "carol", ".tombstones/carol/" + name));

    directory.write(".tombstones/carol/" + name, "{\"kind\":\"del");
    ScrubReport report =
        assertFindings(finding(Kind.DAMAGED_TOMBSTONE, "carol", ".tombstones/carol/" + name));
    assertThat(report.findings().get(0).detail()).startsWith("truncated: expected digest ");
  }

  @Test
  void tombstoneThatVerifiesAndNamesNothingIsFoundAndDoesNotStopTheScrub() {
    byte[] content = "{\"kind\": 7}".getBytes(UTF_8);
    Revision name = ContentHash.TOMBSTONE.name(4, content);
    directory.write(".tombstones/bob/" + name, new String(content, UTF_8));
    directory.write("dave/foreign", "");

    assertFindings(
        finding(Kind.DAMAGED_TOMBSTONE, "bob", ".tombstones/bob/" + name),
        finding(Kind.FOREIGN, "dave", "dave/foreign"));
  }

  @Test
  void invalidMarkerIsFound() {
    directory.write(".store.json", "{\"format\": 2}");

    assertFindings(finding(Kind.INVALID_MARKER, null, ".store.json"));
  }

  @Test
  void fileBeyondThisProcessesLimitsIsNotJudged() {
    ObjectNode deep = document("n", 1);
    deep.putArray("deep").addArray().addArray().addArray();
    Versioned<ObjectNode> nested = store.create("erin", deep);
    directory.write("dave/1-" + NPM_TOKEN, "{\"n\":\"" + "x".repeat(1000) + "\"}");
    directory.age();

    try (FileObjectStore strict =
        directory.open(StoreOptions.defaults().withMaxDocumentBytes(1000).withMaxDepth(3))) {
      assertThat(strict.scrub().findings())
          .extracting(Finding::kind, finding -> finding.file().toString())
          .containsExactlyInAnyOrder(
              tuple(Kind.BEYOND_LIMITS, "dave/1-" + NPM_TOKEN),
              tuple(Kind.BEYOND_LIMITS, "erin/" + nested.revision()));
    }
  }

  @Test
  void whatNoStoreWroteIsForeignAndNeitherOpenedNorFollowed() throws Exception {
    Path object = directory.root().resolve("bob");
    directory.write("bob/.DS_Store", "x");
    directory.write("bob/" + bob.revision() + ".sync-conflict-20261122-000000-ABCDEFG", "x");
    Files.createDirectory(object.resolve("5-" + NPM_TOKEN));
    directory.write("bob/6-" + NPM_TOKEN + "/inner", "x");
    Path secret = Files.writeString(temp.resolve("secret"), "no JSON");
    Files.createSymbolicLink(object.resolve("7-" + NPM_TOKEN), secret);
    Files.createSymbolicLink(object.resolve("dangling"), temp.resolve("nowhere"));
    Files.createSymbolicLink(directory.root().resolve("linked"), object);
    directory.write("notes.txt", "x");
    directory.write(".tombstones/carol/notes.txt", "x");
    directory.write(".tombstones/carol/3-" + NPM_TOKEN, "{}");
    directory.write(".tombstones/.DS_Store", "x");
    directory.write(".local/archive/carol/notes.txt", "x");
    Path pipe = object.resolve("8-" + NPM_TOKEN);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path bound = temp.resolve("s");
      socket.bind(UnixDomainSocketAddress.of(bound));
      Files.move(bound, object.resolve("9-" + NPM_TOKEN));
      Files.setLastModifiedTime(secret, FileTime.fromMillis(0));

      ScrubReport report =
          assertFindings(
              finding(Kind.FOREIGN, "bob", "bob/.DS_Store"),
              finding(
                  Kind.FOREIGN,
                  "bob",
                  "bob/" + bob.revision() + ".sync-conflict-20261122-000000-ABCDEFG"),
              finding(Kind.FOREIGN, "bob", "bob/5-" + NPM_TOKEN),
              finding(Kind.FOREIGN, "bob", "bob/6-" + NPM_TOKEN),
              finding(Kind.FOREIGN, "bob", "bob/7-" + NPM_TOKEN),
              finding(Kind.FOREIGN, "bob", "bob/8-" + NPM_TOKEN),
              finding(Kind.FOREIGN, "bob", "bob/9-" + NPM_TOKEN),
              finding(Kind.FOREIGN, "bob", "bob/dangling"),
              finding(Kind.FOREIGN, null, "linked"),
              finding(Kind.FOREIGN, null, "notes.txt"),
              finding(Kind.FOREIGN, "carol", ".tombstones/carol/notes.txt"),
              finding(Kind.FOREIGN, "carol", ".tombstones/carol/3-" + NPM_TOKEN),
              finding(Kind.FOREIGN, null, ".tombstones/.DS_Store"),
              finding(Kind.FOREIGN, "carol", ".local/archive/carol/notes.txt"));
      assertThat(report.findings())
          .extracting(Finding::detail)
          .contains(
              "is a file of 1 bytes; expected a revision",
              "is a directory; expected a regular file",
              "is a symbolic link; expected a regular file",
              "is a special file; expected a regular file",
              "is a symbolic link; expected an object's directory");
    }
  }

  @Test
  void emptyDirectoryIsFoundOnceNobodyCanBeCreatingTheObject() throws IOException {
    Files.createDirectory(directory.root().resolve("erin"));
    assertThat(store.scrub().findings()).isEmpty();

    assertFindings(finding(Kind.EMPTY_DIRECTORY, "erin", "erin"));
  }

  @Test
  void directoryThatComesAndGoesIsNoFinding() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Path mortal = directory.root().resolve("mortal");
    CompletableFuture<Void> neighbour =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                try {
                  Files.createDirectory(mortal);
                  Files.delete(mortal);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    try {
      for (int i = 0; i < 2000; i++) {
        assertThat(store.scrub().findings()).isEmpty();
      }
    } finally {
      done.set(true);
      neighbour.get();
    }
  }

  @Test
  void leftoversOfDeadProcessesAreFound() throws IOException {
    Path tmp = directory.root().resolve(".local/tmp");
    directory.write(".local/tmp/" + DEAD_PROCESS, "{");
    directory.write(".local/tmp/.rsync.Ab12Cd", "{");
    directory.write(".local/claims/" + bob.revision() + ".0/3-" + NPM_TOKEN, "{");
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    directory.age();
    Files.setLastModifiedTime(tmp.resolve(DEAD_PROCESS), old);
    Files.setLastModifiedTime(tmp.resolve(".rsync.Ab12Cd"), old);
    Files.setLastModifiedTime(tmp.resolve("reserve-0"), old);

    Map<String, String> before = directory.snapshot();
    assertThat(store.scrub().findings())
        .extracting(Finding::kind, finding -> finding.file().toString())
        .containsExactlyInAnyOrder(
            tuple(Kind.ORPHANED_TEMP, ".local/tmp/" + DEAD_PROCESS),
            tuple(Kind.ORPHANED_TEMP, ".local/tmp/.rsync.Ab12Cd"),
            tuple(Kind.ORPHANED_CLAIM, ".local/claims/" + bob.revision() + ".0/3-" + NPM_TOKEN));
    assertThat(directory.snapshot()).isEqualTo(before);
  }

  @Test
  void claimThatIsBeingDecidedIsNoFinding() {
    directory.write(".local/claims/" + bob.revision() + ".0/3-" + NPM_TOKEN, "{");

    assertThat(store.scrub().findings()).isEmpty();
  }

  @Test
  void namesThatAreOneWhereCaseIsFoldedCollide() {
    String content = "{\"n\":1}";
    directory.write("Bob/0-" + NPM_TOKEN, content);
    directory.write("ERIN/0-" + NPM_TOKEN, content);
    directory.write("Erin/0-" + NPM_TOKEN, content);
    directory.write("Frank/0-" + NPM_TOKEN, content);
    directory.write("caf\u00e9/0-" + NPM_TOKEN, content);
    directory.write("cafe\u0301/0-" + NPM_TOKEN, content);
    directory.age();

    Map<String, String> before = directory.snapshot();
    List<Finding> findings = store.scrub().findings();
    assertThat(findings).hasSize(3).extracting(Finding::kind).containsOnly(Kind.CASE_COLLISION);
    assertThat(findings)
        .extracting(Finding::id)
        .contains("Bob", "cafe\u0301")
        .containsAnyOf("ERIN", "Erin");
    assertThat(findings)
        .extracting(Finding::detail)
        .contains("is one with 'bob' where case is folded and Unicode normalized");
    assertThat(directory.snapshot()).isEqualTo(before);
  }

  @Test
  void directoryThatIsHiddenBehindAnotherOfItsIdIsFound() {
    directory.write("a:b/0-" + NPM_TOKEN, "{\"n\":1}");
    directory.write("%_a%3Ab/0-" + NPM_TOKEN, "{\"n\":2}");

    assertFindings(finding(Kind.SHADOWED, "a:b", "%_a%3Ab"));
  }

  @Test
  void deadRevisionThatIsNotSweptIsFoundOnceNobodyCanBeSweepingIt() throws IOException {
    Files.createDirectory(directory.root().resolve("carol"));
    String dead = directory.names(".local/archive/carol").get(0);
    Files.copy(
        directory.root().resolve(".local/archive/carol/" + dead),
        directory.root().resolve("carol/" + dead));
    assertThat(store.scrub().findings()).isEmpty();

    assertFindings(finding(Kind.TOMBSTONED_BUT_PRESENT, "carol", "carol/" + dead));
  }

  @Test
  void baseThatIsNotBelowItsChildIsMisplaced() {
    Revision child = directory.write("bob", 3, document("n", 4), List.of(bob.revision()));
    Revision equal = directory.write("bob", 3, document("n", 5), List.of(child));
    Revision merge =
        directory.write(
            "bob", 5, document("n", 6), List.of(child, Revision.parse("9-" + NPM_TOKEN)));
    TreeMap<Revision, Optional<List<Revision>>> dead = new TreeMap<>();
    dead.put(base.revision(), Optional.of(List.of(bob.revision())));
    byte[] content = new Tombstone("delete", dead).encode(new DocumentCodec(1000, 10));
    Revision tombstone = ContentHash.TOMBSTONE.name(1, content);
    directory.write(".tombstones/erin/" + tombstone, new String(content, UTF_8));

    ScrubReport report =
        assertFindings(
            finding(Kind.MISPLACED_BASE, "bob", "bob/" + equal),
            finding(Kind.MISPLACED_BASE, "bob", "bob/" + merge),
            finding(Kind.MISPLACED_BASE, "erin", ".tombstones/erin/" + tombstone));
    assertThat(report.findings())
        .extracting(Finding::detail)
        .contains("base %s of %s is not of a lower generation".formatted(child, equal));
  }

  @Test
  void baseThatIsNotThereIsNoFinding() {
    directory.write("bob", 3, document("n", 4), List.of(Revision.parse("2-" + NPM_TOKEN)));

    assertThat(scrubUnlooked().findings()).isEmpty();
  }

  @Test
  void textThatNamesNoBasesIsMisplaced() {
    byte[] content = "{\"_id\":\"bob\",\"_rev\":\"what\"}".getBytes(UTF_8);
    Revision revision = ContentHash.REVISION.name(3, content);
    directory.write("bob/" + revision, new String(content, UTF_8));

    assertFindings(finding(Kind.MISPLACED_BASE, "bob", "bob/" + revision));
  }

  @Test
  void revisionUnderAnotherObjectIsMisplaced() throws IOException {
    Files.move(directory.root().resolve("bob"), directory.root().resolve("robert"));

    assertFindings(
        finding(Kind.MISPLACED_REVISION, "robert", "robert/" + base.revision()),
        finding(Kind.MISPLACED_REVISION, "robert", "robert/" + bob.revision()));
  }

  @Test
  void nameThatHasToBeEncodedIsNotMisplaced() {
    store.create("a/b", document("n", 1));
    store.create("../..", document("n", 1));
    store.create("\u65e5\u672c\u8a9e", document("n", 1));

    assertThat(store.scrub().isClean()).isTrue();
  }

  @Test
  void oneObjectIsScrubbedAlone() {
    directory.write("dave/foreign", "x");
    directory.write("bob/foreign", "x");
    directory.write(".tombstones/bob/foreign", "x");
    directory.write(".local/archive/bob/foreign", "x");

    ScrubReport report = store.scrub("bob");

    assertThat(report.findings())
        .extracting(finding -> finding.file().toString())
        .containsExactlyInAnyOrder(
            "bob/foreign", ".tombstones/bob/foreign", ".local/archive/bob/foreign");
    assertThat(report.objects()).isEqualTo(1);
    assertThat(report.revisions()).isEqualTo(2);
    assertThat(store.scrub("nobody").isClean()).isTrue();
  }

  @Test
  void reportIsBoundedAndListenerHearsOfEverything() {
    int many = ScrubReport.MAX_FINDINGS + 5;
    IntStream.range(0, many).forEach(i -> directory.write("bob/foreign" + i, ""));
    List<Finding> heard = new ArrayList<>();

    ScrubReport report = store.scrub(heard::add);

    assertThat(report.findings()).hasSize(ScrubReport.MAX_FINDINGS);
    assertThat(report.count(Kind.FOREIGN)).isEqualTo(many);
    assertThat(report.total()).isEqualTo(many);
    assertThat(heard).hasSize(many).startsWith(report.findings().toArray(Finding[]::new));
  }

  @Test
  void quarantineIsCountedAndNotRead() {
    directory.write(".local/quarantine/bob/x", "?");
    directory.write(".local/quarantine/bob/.DS_Store", "?");
    directory.write(".local/quarantine/.tombstones/bob/x", "?");
    directory.write(".local/quarantine/.root/x", "?");

    ScrubReport report = scrub();

    assertThat(report.isClean()).isTrue();
    assertThat(report.quarantined()).isEqualTo(4);
  }

  @Test
  void storeWithoutAMarkerOrAnythingOfOursIsScrubbed() {
    StoreDirectory npm = new StoreDirectory(temp.resolve("npm"));
    npm.write("dave/0-" + NPM_TOKEN, "{}");
    try (FileObjectStore reader = npm.open()) {
      ScrubReport report = reader.scrub();

      assertThat(report.isClean()).isTrue();
      assertThat(report.objects()).isEqualTo(1);
      assertThat(npm.names("")).containsExactly("dave");
    }
  }

  @Test
  void storeThatIsGoneIsAnError() throws IOException {
    Files.move(directory.root(), temp.resolve("elsewhere"));

    assertThatExceptionOfType(StoreAccessException.class)
        .isThrownBy(() -> store.scrub())
        .withMessageStartingWith("Scrub failed in %s: ".formatted(directory.root()));
  }

  private record Expected(Kind kind, @Nullable String id, String file) {}

  private static Expected finding(Kind kind, @Nullable String id, String file) {
    return new Expected(kind, id, file);
  }

  /** Exactly these are found by a scrub of the store an hour later, and nothing is changed. */
  private ScrubReport assertFindings(Expected... expected) {
    ScrubReport report = scrub();
    assertThat(report.findings())
        .extracting(f -> new Expected(f.kind(), f.id(), f.file().toString()))
        .containsExactlyInAnyOrder(expected);
    assertThat(report.total()).isEqualTo(expected.length);
    return report;
  }

  private ScrubReport scrub() {
    directory.age();
    return scrubUnlooked();
  }

  private ScrubReport scrubUnlooked() {
    Map<String, String> before = directory.snapshot();
    ScrubReport report = store.scrub();
    assertThat(directory.snapshot()).isEqualTo(before);
    return report;
  }

  private long size(String path) throws IOException {
    long size = 0;
    for (String name : directory.names(path)) {
      size += Files.size(directory.root().resolve(path).resolve(name));
    }
    return size;
  }
}
