package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.NPM_TOKEN;
import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Finding.Kind;
import io.multiprocess.store.file.Repair.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class RepairTests {

  private static final String NPM = "1-" + NPM_TOKEN;

  @TempDir Path temp;

  private StoreDirectory directory;
  private StoreDirectory backup;
  private FileObjectStore store;
  private Versioned<ObjectNode> base;
  private Versioned<ObjectNode> bob;
  private Versioned<ObjectNode> alone;
  private String tombstone;
  private String archived;

  @BeforeEach
  void createObjects() throws IOException {
    directory = new StoreDirectory(temp.resolve("store"));
    backup = new StoreDirectory(temp.resolve("backup"));
    store = directory.open();
    base = store.create("bob", document("n", 1));
    bob = store.update(base.withValue(document("n", 2)));
    alone = store.create("alone", document("n", 3));
    store.create("carol", document("n", 4));
    store.delete("carol");
    directory.write("dave/0-" + NPM_TOKEN, "{\"n\":5}");
    directory.write("dave/" + NPM, "{\"n\":6}");
    tombstone = ".tombstones/carol/" + directory.names(".tombstones/carol").get(0);
    archived = ".local/archive/carol/" + directory.names(".local/archive/carol").get(0);
    copy(directory.root(), backup.root());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void cleanStoreIsLeftAsItIs() {
    directory.age();
    Map<String, String> before = directory.snapshot();

    RepairReport report = store.repair();

    assertThat(report.repairs()).isEmpty();
    assertThat(report.counts()).isEmpty();
    assertThat(report.scrub().isClean()).isTrue();
    assertThat(directory.snapshot()).isEqualTo(before);
  }

  @Test
  void damagedFilesAreMovedToQuarantine() {
    damage("bob/" + bob.revision(), "{\"n\":");
    damage("dave/" + NPM, "{\"n\":6}}");
    damage(tombstone, "");
    damage(archived, "other");

    assertRepairs(
        new Expected(
            Kind.TRUNCATED, Outcome.QUARANTINED, ".local/quarantine/bob/" + bob.revision()),
        new Expected(Kind.INVALID_JSON, Outcome.QUARANTINED, ".local/quarantine/dave/" + NPM),
        new Expected(Kind.DAMAGED_TOMBSTONE, Outcome.QUARANTINED, ".local/quarantine/" + tombstone),
        new Expected(
            Kind.DIGEST_MISMATCH,
            Outcome.QUARANTINED,
            ".local/quarantine/"
                + archived.substring(".local/".length()).replace("archive", ".archive")));

    assertThat(store.get("bob")).isEqualTo(base);
    assertThat(store.get("dave").value()).isEqualTo(document("n", 5));
    assertThat(read(".local/quarantine/bob/" + bob.revision())).isEqualTo("{\"n\":");
    assertThat(read(".local/quarantine/dave/" + NPM)).isEqualTo("{\"n\":6}}");
    assertThat(store.scrub().isClean()).isTrue();
    assertThat(store.scrub().quarantined()).isEqualTo(4);
  }

  @Test
  void objectThatLosesItsOnlyRevisionIsAbsentAndItsIdFree() {
    damage("alone/" + alone.revision(), "?");

    RepairReport report =
        assertRepairs(
            new Expected(
                Kind.DIGEST_MISMATCH,
                Outcome.FREED,
                ".local/quarantine/alone/" + alone.revision()));

    assertThat(report.repairs().get(0).detail())
        .isEqualTo("'alone' has no revision left and its id is free");
    assertThat(store.find("alone")).isEmpty();
    assertThat(directory.root().resolve("alone")).doesNotExist();
    Versioned<ObjectNode> again = store.create("alone", document("n", 9));
    assertThat(again.revision()).isNotEqualTo(alone.revision());
    assertThat(store.get("alone")).isEqualTo(again);
  }

  @Test
  void lastOfSeveralDamagedRevisionsFreesTheId() {
    damage("bob/" + base.revision(), "?");
    damage("bob/" + bob.revision(), "?");
    directory.age();

    RepairReport report = store.repair();

    assertThat(report.repairs())
        .extracting(Repair::outcome)
        .containsExactly(Outcome.QUARANTINED, Outcome.FREED);
    assertThat(store.exists("bob")).isFalse();
  }

  @Test
  void foreignFilesAreMovedWithoutBeingFollowed() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret"), "x");
    Path object = directory.root().resolve("bob");
    directory.write("bob/.DS_Store", "junk");
    directory.write("bob/2-" + NPM_TOKEN + "/inner", "x");
    Files.createSymbolicLink(object.resolve("3-" + NPM_TOKEN), secret);
    directory.write("notes.txt", "x");
    directory.write(".tombstones/notes.txt", "x");
    directory.write(".tombstones/bob/notes.txt", "x");
    directory.write(".local/archive/carol/notes.txt", "x");

    String quarantine = ".local/quarantine/";
    Files.setAttribute(
        object.resolve("3-" + NPM_TOKEN),
        "lastModifiedTime",
        FileTime.fromMillis(0),
        LinkOption.NOFOLLOW_LINKS);
    assertRepairs(
        new Expected(Kind.FOREIGN, Outcome.QUARANTINED, quarantine + "bob/.DS_Store"),
        new Expected(Kind.FOREIGN, Outcome.QUARANTINED, quarantine + "bob/2-" + NPM_TOKEN),
        new Expected(Kind.FOREIGN, Outcome.QUARANTINED, quarantine + "bob/3-" + NPM_TOKEN),
        new Expected(Kind.FOREIGN, Outcome.QUARANTINED, quarantine + ".root/notes.txt"),
        new Expected(Kind.FOREIGN, Outcome.QUARANTINED, quarantine + ".root/notes.txt~1"),
        new Expected(Kind.FOREIGN, Outcome.QUARANTINED, quarantine + ".tombstones/bob/notes.txt"),
        new Expected(Kind.FOREIGN, Outcome.QUARANTINED, quarantine + ".archive/carol/notes.txt"));

    assertThat(read(quarantine + "bob/2-" + NPM_TOKEN + "/inner")).isEqualTo("x");
    assertThat(directory.root().resolve(quarantine + "bob/3-" + NPM_TOKEN)).isSymbolicLink();
    assertThat(secret).hasContent("x");
    assertThat(store.revisions("bob")).containsExactly(bob, base);
  }

  @Test
  void nothingInQuarantineIsReplaced() {
    String name = "x".repeat(255);
    for (int i = 0; i < 3; i++) {
      directory.write("bob/stray", "stray " + i);
      directory.write("bob/" + name, "long " + i);
      damage("alone/" + alone.revision(), "damage " + i);
      directory.age();
      assertThat(store.repair().count(Outcome.LEFT)).isZero();
    }

    String revision = alone.revision().toString();
    assertThat(contents(".local/quarantine/bob"))
        .containsExactlyInAnyOrder("stray 0", "stray 1", "stray 2", "long 0", "long 1", "long 2");
    assertThat(directory.names(".local/quarantine/bob")).contains("stray", "stray~1", "stray~2");
    assertThat(directory.names(".local/quarantine/alone"))
        .containsExactly(revision, revision + "~1", revision + "~2");
  }

  @Test
  void whatSomebodyMayStillBeWritingIsLeft() {
    damage("bob/" + bob.revision(), "{\"n\":");
    directory.write("bob/x.tmp", "{");
    directory.write("bob/.syncthing.x.tmp", "{");
    directory.write("bob/.%s.a1B2c3".formatted(bob.revision()), "{");

    RepairReport report = store.repair();

    assertThat(report.repairs()).hasSize(2).extracting(Repair::outcome).containsOnly(Outcome.LEFT);
    assertThat(report.repairs())
        .extracting(Repair::detail)
        .containsOnly("changed less than a minute ago; somebody may still be writing it");
    assertThat(directory.names("bob")).hasSize(5);
  }

  /** Such as rsync and Syncthing leave behind when they are killed. */
  @Test
  void whatACopyingToolHasNotFinishedIsToldADayLaterAndLeft() throws IOException {
    for (String unfinished : List.of(".syncthing.x.tmp", ".%s.a1B2c3".formatted(bob.revision()))) {
      directory.write("bob/" + unfinished, "{");
      assertThat(store.scrub().findings()).isEmpty();

      Path file = directory.root().resolve("bob").resolve(unfinished);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
      assertThat(store.repair().repairs())
          .singleElement()
          .satisfies(
              repair -> {
                assertThat(repair.finding().kind()).isEqualTo(Kind.ORPHANED_TEMP);
                assertThat(repair.outcome()).isEqualTo(Outcome.LEFT);
              });
      assertThat(file).exists();
      Files.delete(file);
    }
  }

  @Test
  void deadRevisionIsSweptIntoTheArchive() throws IOException {
    Files.createDirectory(directory.root().resolve("carol"));
    String dead = Path.of(archived).getFileName().toString();
    Files.move(directory.root().resolve(archived), directory.root().resolve("carol/" + dead));

    assertRepairs(new Expected(Kind.TOMBSTONED_BUT_PRESENT, Outcome.SWEPT, archived));

    assertThat(directory.root().resolve("carol")).doesNotExist();
    assertThat(store.scrub().isClean()).isTrue();
  }

  @Test
  void whatIsInNobodysWayOrReadAsItIsIsLeft() throws IOException {
    Files.createDirectory(directory.root().resolve("empty"));
    directory.write("Bob/0-" + NPM_TOKEN, "{}");
    directory.write("a:b/0-" + NPM_TOKEN, "{}");
    directory.write("%_a%3Ab/0-" + NPM_TOKEN, "{}");
    directory.write("bob", 3, document("n", 4), List.of(new Revision(3, NPM_TOKEN)));
    Files.move(directory.root().resolve("alone"), directory.root().resolve("moved"));
    directory.write(".store.json", "{\"format\":2}");
    directory.write(".local/claims/x/0-" + NPM_TOKEN, "{}");
    directory.write(".local/tmp/00000000-4194305-0-0", "{}");
    Files.setLastModifiedTime(
        directory.root().resolve(".local/tmp/00000000-4194305-0-0"), FileTime.fromMillis(0));
    directory.age();
    Map<String, String> before = directory.snapshot();

    RepairReport report = store.repair();

    assertThat(report.repairs()).extracting(Repair::outcome).containsOnly(Outcome.LEFT);
    assertThat(report.scrub().counts().keySet())
        .contains(
            Kind.EMPTY_DIRECTORY,
            Kind.CASE_COLLISION,
            Kind.SHADOWED,
            Kind.MISPLACED_BASE,
            Kind.MISPLACED_REVISION,
            Kind.INVALID_MARKER,
            Kind.ORPHANED_CLAIM);
    assertThat(directory.snapshot()).isEqualTo(before);
  }

  @Test
  void goodCopiesComeFromAnotherStore() {
    damage("bob/" + bob.revision(), "{\"n\":");
    damage("alone/" + alone.revision(), "?");
    damage("dave/" + NPM, "");
    damage(tombstone, "{}");
    damage(archived, "");
    directory.age();

    RepairReport report = store.repair(backup.root());

    assertThat(report.counts()).containsOnly(Map.entry(Outcome.RESTORED, 5L));
    assertThat(store.get("bob")).isEqualTo(bob);
    assertThat(store.get("alone")).isEqualTo(alone);
    assertThat(store.get("dave").value()).isEqualTo(document("n", 6));
    assertThat(read(tombstone)).isEqualTo(backupOf(tombstone));
    assertThat(read(archived)).isEqualTo(backupOf(archived));
    assertThat(read(".local/quarantine/bob/" + bob.revision())).isEqualTo("{\"n\":");
    assertThat(store.scrub().isClean()).isTrue();
    assertThat(store.scrub().quarantined()).isEqualTo(5);
  }

  @Test
  void bodyOfARevisionThatDiedInTheOtherStoreComesFromItsArchive() {
    try (FileObjectStore other = backup.open()) {
      other.delete("bob");
    }
    damage("bob/" + bob.revision(), "?");
    directory.age();

    assertThat(store.repair(backup.root()).count(Outcome.RESTORED)).isEqualTo(1);
    assertThat(store.get("bob")).isEqualTo(bob);
  }

  @Test
  void copyUnderTheNameOfAnotherProfileIsFound() {
    Versioned<ObjectNode> colon = store.create("a:b", document("n", 1));
    String revision = colon.revision().toString();
    backup.write("%_a%3Ab/" + revision, read("a:b/" + revision));
    damage("a:b/" + revision, "?");
    directory.age();

    assertThat(store.repair(backup.root()).count(Outcome.RESTORED)).isEqualTo(1);
    assertThat(store.get("a:b")).isEqualTo(colon);
  }

  @Test
  void copyThatIsDamagedTooIsNotTaken() {
    damage("bob/" + bob.revision(), "?");
    backup.write("bob/" + bob.revision(), "??");
    damage("dave/" + NPM, "{");
    backup.write("dave/" + NPM, "[]");
    directory.age();

    assertThat(store.repair(backup.root()).counts())
        .containsOnly(Map.entry(Outcome.QUARANTINED, 2L));
    assertThat(store.get("bob")).isEqualTo(base);
  }

  @Test
  void wholeRevisionsAreNotReplacedByOtherCopies() {
    backup.write("dave/" + NPM, "{\"n\":666}");
    backup.write("erin/0-" + NPM_TOKEN, "{}");
    directory.age();
    Map<String, String> before = directory.snapshot();

    assertThat(store.repair(backup.root()).repairs()).isEmpty();
    assertThat(directory.snapshot()).isEqualTo(before);
  }

  @Test
  void readersAreServedTheWholeTimeARevisionIsRestored() throws Exception {
    byte[] good = Files.readAllBytes(directory.file("alone", alone.revision()));
    Thread reader =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                assertThat(store.exists("alone")).isTrue();
              }
            });
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    reader.start();
    for (int i = 0; i < 50; i++) {
      damage("alone/" + alone.revision(), "?");
      directory.age();
      assertThat(store.repair(backup.root()).count(Outcome.RESTORED)).isEqualTo(1);
      assertThat(directory.file("alone", alone.revision())).hasBinaryContent(good);
    }
    reader.interrupt();
    reader.join();
    assertThat(failures).isEmpty();
  }

  @Test
  void repairFromTheStoreItselfOrFromNoStoreIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), directory.root());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.repair(link))
        .withMessage("'%s' is the store itself; expected another store", link);
    assertThatExceptionOfType(StoreAccessException.class)
        .isThrownBy(() -> store.repair(temp.resolve("nowhere")))
        .withMessageStartingWith("Repair failed in ");
    backup.write(".store.json", "{\"format\":2}");
    assertThatExceptionOfType(StoreFormatException.class)
        .isThrownBy(() -> store.repair(backup.root()));
  }

  @Test
  void fileThatCannotBeMovedIsLeftAndTheRestRepaired() {
    directory.write(".local/quarantine/bob", "in the way");
    damage("bob/" + bob.revision(), "?");
    damage("dave/" + NPM, "?");
    directory.age();

    RepairReport report = store.repair();

    assertThat(report.counts())
        .containsOnly(Map.entry(Outcome.LEFT, 1L), Map.entry(Outcome.QUARANTINED, 1L));
    assertThat(read("bob/" + bob.revision())).isEqualTo("?");
  }

  @Test
  void repairReportIsBounded() {
    int many = ScrubReport.MAX_FINDINGS + 3;
    IntStream.range(0, many).forEach(i -> directory.write("bob/foreign" + i, ""));
    directory.age();

    RepairReport report = store.repair();

    assertThat(report.repairs()).hasSize(ScrubReport.MAX_FINDINGS);
    assertThat(report.count(Outcome.QUARANTINED)).isEqualTo(many);
  }

  private record Expected(Kind kind, Outcome outcome, @Nullable String place) {}

  private RepairReport assertRepairs(Expected... expected) {
    directory.age();
    RepairReport report = store.repair();
    assertThat(report.repairs())
        .extracting(
            repair ->
                new Expected(
                    repair.finding().kind(),
                    repair.outcome(),
                    repair.place() == null ? null : repair.place().toString()))
        .containsExactlyInAnyOrder(expected);
    for (Repair repair : report.repairs()) {
      assertThat(directory.root().resolve(repair.finding().file())).doesNotExist();
    }
    return report;
  }

  private void damage(String path, String content) {
    directory.write(path, content);
  }

  private String read(String path) {
    return read(directory.root().resolve(path));
  }

  private String backupOf(String path) {
    return read(backup.root().resolve(path));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> contents(String path) {
    return directory.names(path).stream().map(name -> read(path + "/" + name)).toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }
}
