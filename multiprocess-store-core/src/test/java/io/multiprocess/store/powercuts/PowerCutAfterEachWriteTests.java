package io.multiprocess.store.powercuts;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.file.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power is cut right after a write was acknowledged, for each write of a store's first life.
 */
@Tag("full")
class PowerCutAfterEachWriteTests {

  private record Step(Write.Kind kind, String id) {}

  private static final List<Step> STEPS =
      List.of(
          // The format marker, the store's directory and the one above it come with the first.
          new Step(Write.Kind.CREATE, "alice"),
          new Step(Write.Kind.UPDATE, "alice"),
          new Step(Write.Kind.CREATE, "bob"),
          new Step(Write.Kind.UPSERT, "bob"),
          new Step(Write.Kind.REJECTING_UPDATE, "bob"),
          new Step(Write.Kind.STALE_UPDATE, "alice"),
          // A store's first tombstone, an object's first by each way to one, and more of an object.
          new Step(Write.Kind.DELETE, "bob"),
          new Step(Write.Kind.SETTLE, "alice"),
          new Step(Write.Kind.UPDATE, "alice"),
          new Step(Write.Kind.COMPACT, "alice"),
          new Step(Write.Kind.DELETE, "alice"),
          new Step(Write.Kind.CREATE, "alice"),
          new Step(Write.Kind.CREATE, "bob"),
          new Step(Write.Kind.DELETE, "alice"),
          new Step(Write.Kind.UPSERT, "carol"),
          new Step(Write.Kind.UPDATE, "carol"),
          new Step(Write.Kind.UPSERT, "carol"),
          new Step(Write.Kind.COMPACT, "carol"));

  @TempDir static Path directory;
  private static DiskShelf shelf;
  private static Writer writer;

  @BeforeAll
  static void setUp() throws IOException {
    Files.createDirectory(directory.resolve("disk"));
    shelf = DiskShelf.in(directory);
    writer = new Writer();
  }

  @AfterAll
  static void tearDown() {
    writer.close();
    shelf.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4", "XFS", "BTRFS"})
  void fullDurabilityKeepsEveryAcknowledgedWrite(FileSystemType type) {
    Tally tally = cutClones(type, Durability.FULL);

    tally.report("power cuts of %s in FULL after each write".formatted(type));
    assertThat(tally.violations()).isEmpty();
    assertThat(tally.lost()).isZero();
    assertThat(tally.damaged()).isZero();
  }

  /** A file system that is shut down can tell that it forced what it did not. */
  @ParameterizedTest
  @EnumSource(names = {"EXT4", "XFS"})
  void fullDurabilityAcknowledgesNothingThatAShutDownFileSystemLoses(FileSystemType type) {
    Tally tally = new Tally();
    for (int steps = 1; steps <= STEPS.size(); steps++) {
      try (Machine machine = start(type, Durability.FULL)) {
        for (int i = 0; i < steps; i++) {
          write(i);
        }
        machine.cut();
        machine.recover(tally);
      }
    }

    tally.report("shutdowns of %s in FULL after each write".formatted(type));
    assertThat(tally.violations()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4", "XFS", "BTRFS"})
  void fileDurabilityLosesTheLastWritesButShowsNoDamage(FileSystemType type) {
    Tally tally = cutClones(type, Durability.FILE);

    tally.report("power cuts of %s in FILE after each write".formatted(type));
    assertThat(tally.violations()).isEmpty();
    assertThat(tally.damaged()).isZero();
    assertThat(tally.lost()).as("lost, or else no power was cut").isPositive();
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void noDurabilityFindsDamageAndNeverServesIt(FileSystemType type) {
    Tally tally = cutClones(type, Durability.NONE);

    tally.report("power cuts of %s in NONE after each write".formatted(type));
    assertThat(tally.violations()).isEmpty();
    assertThat(tally.servedDamaged()).isZero();
    assertThat(tally.lost()).as("lost, or else no power was cut").isPositive();
    assertThat(tally.damaged()).as("damaged, or else nothing was left unforced").isPositive();
  }

  private static Tally cutClones(FileSystemType type, Durability durability) {
    Tally tally = new Tally();
    try (Machine machine = start(type, durability)) {
      for (int i = 0; i < STEPS.size(); i++) {
        write(i);
        machine.cutClone();
        if (durability != Durability.FULL) {
          machine.forceDirectories();
          machine.cutClone();
        }
      }
      machine.recover(tally);
    }
    return tally;
  }

  private static Machine start(FileSystemType type, Durability durability) {
    return new Machine(shelf, directory.resolve("disk"), type, durability, List.of(writer));
  }

  private static void write(int step) {
    writer.write(STEPS.get(step).kind, STEPS.get(step).id, step);
  }
}
