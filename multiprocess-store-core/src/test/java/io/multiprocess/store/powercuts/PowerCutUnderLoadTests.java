package io.multiprocess.store.powercuts;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.file.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power is cut at random moments while two processes write to the same objects.
 *
 * <p>{@code -Dpowercuts.seed=<number>} draws other writes and moments, {@code -Dpowercuts=full}
 * makes hundreds of cuts of each file system in each durability.
 */
@Tag("full")
class PowerCutUnderLoadTests {

  private static final boolean FULL = "full".equals(System.getProperty("powercuts"));
  private static final long SEED = Long.getLong("powercuts.seed", 1);

  private static final int CUTS = FULL ? 200 : 8;
  private static final int SHUTDOWNS = FULL ? 100 : 20;
  private static final int CUTS_OF_ONE_DISK = 8;
  private static final int ACKNOWLEDGED_BETWEEN_CUTS = 40;

  /** Keeps the numbers of the writers' writes apart. */
  private static final long WRITES_OF_ONE = 1L << 20;

  @TempDir static Path directory;
  private static DiskShelf shelf;
  private static List<Writer> writers;

  private final Random random = new Random(SEED);

  @BeforeAll
  static void setUp() throws IOException {
    Files.createDirectory(directory.resolve("disk"));
    shelf = DiskShelf.in(directory);
    writers = List.of(new Writer(), new Writer());
  }

  @AfterAll
  static void tearDown() {
    writers.forEach(Writer::close);
    shelf.close();
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void fullDurabilityKeepsEveryAcknowledgedWrite(FileSystemType type) {
    Tally tally = cutClones(type, Durability.FULL);

    tally.report("power cuts of %s in FULL under load".formatted(type));
    assertThat(tally.violations()).isEmpty();
    assertThat(tally.lost()).isZero();
  }

  /** A file system that is shut down can tell that it forced what it did not. */
  @ParameterizedTest
  @EnumSource(names = {"EXT4", "XFS"})
  void fullDurabilityAcknowledgesNothingThatAShutDownFileSystemLoses(FileSystemType type) {
    Tally tally = new Tally();
    while (tally.cuts() < SHUTDOWNS) {
      try (Machine machine = start(type, Durability.FULL)) {
        run();
        awaitAcknowledged();
        machine.cut();
        stop();
        machine.recover(tally);
      }
    }

    tally.report("shutdowns of %s in FULL under load".formatted(type));
    assertThat(tally.violations()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void fileDurabilityShowsNoDamage(FileSystemType type) {
    Tally tally = cutClones(type, Durability.FILE);

    tally.report("power cuts of %s in FILE under load".formatted(type));
    assertThat(tally.violations()).isEmpty();
    assertThat(tally.damaged()).isZero();
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void noDurabilityFindsDamageAndNeverServesIt(FileSystemType type) {
    Tally tally = cutClones(type, Durability.NONE);

    tally.report("power cuts of %s in NONE under load".formatted(type));
    assertThat(tally.violations()).isEmpty();
    assertThat(tally.servedDamaged()).isZero();
    assertThat(tally.lost()).as("lost, or else no power was cut").isPositive();
    assertThat(tally.damaged()).as("damaged, or else nothing was left unforced").isPositive();
  }

  private Tally cutClones(FileSystemType type, Durability durability) {
    Tally tally = new Tally();
    while (tally.cuts() < CUTS) {
      try (Machine machine = start(type, durability)) {
        run();
        for (int i = 0; i < CUTS_OF_ONE_DISK; i++) {
          awaitAcknowledged();
          if (random.nextBoolean()) {
            machine.forceDirectories();
          }
          machine.cutClone();
        }
        stop();
        machine.recover(tally);
      }
    }
    return tally;
  }

  private static Machine start(FileSystemType type, Durability durability) {
    return new Machine(shelf, directory.resolve("disk"), type, durability, writers);
  }

  private void run() {
    for (int i = 0; i < writers.size(); i++) {
      writers.get(i).run(random.nextLong(), i * WRITES_OF_ONE);
    }
  }

  private void awaitAcknowledged() {
    writers
        .get(random.nextInt(writers.size()))
        .awaitAcknowledged(1 + random.nextInt(ACKNOWLEDGED_BETWEEN_CUTS));
  }

  private static void stop() {
    writers.forEach(Writer::stop);
  }
}
