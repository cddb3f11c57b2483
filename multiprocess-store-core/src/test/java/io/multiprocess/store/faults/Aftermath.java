package io.multiprocess.store.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.processes.StoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A store after a fault in another process: what lies in it, which state it is in, and whether this
 * process can go on with it at once.
 */
final class Aftermath implements AutoCloseable {

  /** The grace of 200 ms and what a loaded machine adds; a claim's age of 30 s is far above. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  private static final String REVISION = "[0-9]+-[0-9a-f]{32}";

  /** Every path of the format; object directories and tombstones hold nothing but revisions. */
  private static final Pattern KNOWN =
      Pattern.compile(
          ("\\.store\\.json"
                  + "|(bob|neighbour)(/R)?"
                  + "|\\.tombstones(/bob(/R)?)?"
                  + "|\\.local(/tmp(/.*)?|/claims(/R\\.[0-9a-f]+(/R)?)?|/archive(/bob(/R)?)?)?")
              .replace("R", REVISION));

  private final Path root;
  private final Operation operation;
  private final List<Versioned<ObjectNode>> before;
  private final List<String> damage = new ArrayList<>();
  private final FileObjectStore store;

  /** Opens the store as another process would. */
  Aftermath(Path root, Operation operation, List<Versioned<ObjectNode>> before) {
    this.root = root;
    this.operation = operation;
    this.before = before;
    assertThat(paths(root)).as("files").allMatch(path -> KNOWN.matcher(path).matches());
    this.store =
        FileObjectStore.open(
            root,
            StoreOptions.defaults()
                .withDurability(Durability.NONE)
                .withOnStale(operation.onStale())
                .withListener(
                    new StoreListener() {
                      @Override
                      public void revisionDamaged(DamagedRevisionException found) {
                        damage.add(found.getMessage());
                      }
                    }));
  }

  /** Everything in a store, as paths relative to it. */
  static List<String> paths(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.equals(root))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Live revisions as they are now, greatest first. */
  List<Versioned<ObjectNode>> history() {
    return store.revisions(Operation.ID);
  }

  /**
   * The operation has happened as a whole or not at all, for whoever reads: the first reader of a
   * settlement finishes it.
   */
  void assertOldOrNewState() {
    Optional<Versioned<ObjectNode>> winner = store.find(Operation.ID);
    List<Versioned<ObjectNode>> now = history();
    assertThat(now.equals(before) || operation.leads(before, now))
        .as("old or new state, but %s", now)
        .isTrue();
    assertThat(winner).as("winner").isEqualTo(now.stream().findFirst());
    assertThat(store.exists(Operation.ID)).as("existence").isEqualTo(!now.isEmpty());
    assertThat(damage).as("damage").isEmpty();
  }

  void assertOldState() {
    assertThat(history()).as("old state").isEqualTo(before);
  }

  /** What was acknowledged is there: a revision by its name, a deletion by nothing. */
  void assertNewState(String acknowledged) {
    assertThat(operation.leads(before, history())).as("new state, but %s", history()).isTrue();
    assertThat(acknowledged)
        .as("acknowledged")
        .isEqualTo(operation.acknowledgement(before, history()));
  }

  void assertNothingUnfinished() {
    assertThat(paths(root))
        .as("unfinished files")
        .noneMatch(path -> path.matches("\\.local/tmp/(?!reserve-).*"));
  }

  /**
   * Every write works, with nobody to wait for.
   *
   * @param mayBeFinished whether this process may find an edit to finish for the other one
   */
  void assertEveryWriteWorks(boolean mayBeFinished) {
    if (history().isEmpty()) {
      create();
    }
    edit(mayBeFinished);
    assertThat(atOnce("delete", () -> store.delete(Operation.ID))).as("deleted").isTrue();
    assertThat(history()).as("deleted").isEmpty();
    create();
    assertThat(damage).as("damage").isEmpty();
    assertThat(StoreFiles.foreign(root)).as("foreign files").isEmpty();
  }

  private void create() {
    Versioned<ObjectNode> created =
        atOnce("create", () -> store.create(Operation.ID, Operation.document("n", 7)));
    assertThat(history()).as("created").containsExactly(created);
  }

  private void edit(boolean mayBeFinished) {
    List<Versioned<ObjectNode>> bases = history();
    Versioned<ObjectNode> edit = bases.get(0).withValue(Operation.document("n", 8));
    try {
      List<Versioned<ObjectNode>> expected = new ArrayList<>(bases);
      expected.add(0, atOnce("update", () -> store.update(edit)));
      assertThat(history()).as("edited").isEqualTo(expected);
    } catch (StaleRevisionException e) {
      // The dead process's edit of this base waited for a decision; a reader finishes what it is.
      assertThat(store.find(Operation.ID)).as("winner").isPresent();
      assertThat(mayBeFinished && operation.leads(before, history()))
          .as("stale because of %s", history())
          .isTrue();
      edit(false);
    }
  }

  private static <T> T atOnce(String what, Supplier<T> write) {
    long start = System.nanoTime();
    T written = write.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(AT_ONCE);
    return written;
  }

  @Override
  public void close() {
    store.close();
  }
}
