package io.multiprocess.store.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.multiprocess.store.Revision;
import io.multiprocess.store.file.Inspector.Inspection;
import io.multiprocess.store.file.Repair.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts damaged and foreign files into quarantine, and good copies in their place where another
 * store has them. A file that changed a moment ago is left: somebody may still be writing it.
 *
 * <p>Works beside writers. It moves only what a second look has just found damaged, looks at it
 * once more where it lies then, and puts it back should it be whole.
 */
final class Repairer {

  private static final Logger log = LoggerFactory.getLogger(Repairer.class);

  private final StoreLayout layout;
  private final Inspector inspector;
  private final ObjectDirectories directories;
  private final Sweeper sweeper;
  private final Publisher publisher;
  private final Quarantine quarantine;

  Repairer(
      StoreLayout layout,
      Inspector inspector,
      ObjectDirectories directories,
      Sweeper sweeper,
      Publisher publisher,
      Quarantine quarantine) {
    this.layout = layout;
    this.inspector = inspector;
    this.directories = directories;
    this.sweeper = sweeper;
    this.publisher = publisher;
    this.quarantine = quarantine;
  }

  /** Repairs what a scrub finds, each as it is found. */
  RepairReport repair(Scrubber scrubber) throws IOException {
    return repair(scrubber, Optional.empty());
  }

  /**
   * Repairs what a scrub finds, with the good copies of another store.
   *
   * @throws IllegalArgumentException if that is the same store
   */
  RepairReport repair(Scrubber scrubber, Path source) throws IOException {
    Path directory = source.toRealPath();
    if (directory.equals(layout.root())) {
      throw new IllegalArgumentException(
          "'%s' is the store itself; expected another store".formatted(source));
    }
    return repair(scrubber, Optional.of(new GoodCopies(directory, inspector)));
  }

  private RepairReport repair(Scrubber scrubber, Optional<GoodCopies> source) throws IOException {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    List<Repair> repairs = new ArrayList<>();
    ScrubReport report =
        scrubber.scrub(
            finding -> {
              Repair repair = repair(finding, source);
              counts.merge(repair.outcome(), 1L, Long::sum);
              if (repairs.size() < ScrubReport.MAX_FINDINGS) {
                repairs.add(repair);
              }
              if (repair.outcome() != Outcome.LEFT) {
                log.info("{}", repair);
              }
            });
    return new RepairReport(report, counts, repairs);
  }

  private Repair repair(Finding finding, Optional<GoodCopies> source) {
    Path file = layout.root().resolve(finding.file());
    try {
      return switch (finding.kind()) {
        case TRUNCATED, DIGEST_MISMATCH, INVALID_JSON, DAMAGED_TOMBSTONE -> {
          Optional<byte[]> copy = source.flatMap(from -> copy(from, finding));
          yield isBeingWritten(file)
              ? left(finding, "changed less than a minute ago; somebody may still be writing it")
              : copy.isPresent() ? restore(finding, file, copy.get()) : quarantine(finding, file);
        }
        case FOREIGN -> {
          if (finding.file().getNameCount() == 1 && Files.isDirectory(file, NOFOLLOW_LINKS)) {
            yield left(finding, "may be an object to a process of another locale");
          }
          yield isBeingWritten(file)
              ? left(finding, "changed less than a minute ago; somebody may still be writing it")
              : quarantine(finding, file);
        }
        case UNREADABLE -> {
          Optional<byte[]> copy = source.flatMap(from -> copy(from, finding));
          yield copy.isPresent()
              ? restore(finding, file, copy.get())
              : left(finding, "may be whole; repair the disk or the permissions first");
        }
        case TOMBSTONED_BUT_PRESENT -> sweep(finding);
        case EMPTY_DIRECTORY, ORPHANED_TEMP, ORPHANED_CLAIM -> left(finding, "is in nobody's way");
        case BEYOND_LIMITS -> left(finding, "may be whole for a process with other options");
        case MISPLACED_BASE, MISPLACED_REVISION -> left(finding, "is whole and read as it is");
        case CASE_COLLISION, SHADOWED, INVALID_MARKER ->
            left(finding, "takes a decision that only its owner can make");
      };
    } catch (NoSuchFileException e) {
      return left(finding, "was moved by somebody else meanwhile");
    } catch (IOException e) {
      return left(finding, "could not be moved: " + Inspector.unreadable(e).detail());
    }
  }

  private static boolean isBeingWritten(Path file) throws IOException {
    return !Inspector.isSettled(StoreLayout.attributes(file));
  }

  private Optional<byte[]> copy(GoodCopies source, Finding finding) {
    String name = finding.file().getFileName().toString();
    if (finding.id() == null || !Revision.isRevision(name)) {
      return Optional.empty();
    }
    return isTombstone(finding.file())
        ? source.tombstone(finding.id(), Revision.parse(name))
        : source.revision(finding.id(), Revision.parse(name));
  }

  /** Without a moment in which neither the damaged file nor the good one is there. */
  private Repair restore(Finding finding, Path file, byte[] copy) throws IOException {
    if (Files.isDirectory(file, NOFOLLOW_LINKS)) {
      return left(finding, "is a directory");
    }
    Path place = quarantine.keep(file);
    return publisher.publishFile(copy, file, Durability.FULL)
        ? moved(finding, Outcome.RESTORED, place, "a good copy stands in its place")
        : moved(finding, Outcome.QUARANTINED, place, "its object was deleted meanwhile");
  }

  private Repair quarantine(Finding finding, Path file) throws IOException {
    Optional<ObjectView> before = view(finding);
    Path place = quarantine.move(file);
    if (isWhole(finding, place)) {
      publisher.move(place, file);
      return left(finding, "was replaced by a whole file meanwhile");
    }
    if (before.isPresent()) {
      ObjectView after = directories.lookTwiceWhenAbsent(before.get().name());
      if (!after.exists()) {
        publisher.removeEmptyDirectory(layout.object(after.name()));
        if (before.get().exists()) {
          return moved(
              finding,
              Outcome.FREED,
              place,
              "'%s' has no revision left and its id is free".formatted(finding.id()));
        }
      }
    }
    return moved(finding, Outcome.QUARANTINED, place, "no good copy stands in its place");
  }

  /** What came to the file's place after the last look and was moved in its stead. */
  private boolean isWhole(Finding finding, Path place) {
    String name = finding.file().getFileName().toString();
    if (finding.id() == null || !Revision.isRevision(name)) {
      return false;
    }
    Revision revision = Revision.parse(name);
    Optional<Inspection> look =
        isTombstone(finding.file())
            ? inspector.tombstone(place, revision)
            : inspector.revision(place, revision, finding.id());
    return look.isPresent() && look.get().flaws().isEmpty();
  }

  /** The object in whose directory the file lies. */
  private Optional<ObjectView> view(Finding finding) throws IOException {
    Path name = finding.file().getName(0);
    return StoreLayout.isHidden(name.toString()) || finding.file().getNameCount() == 1
        ? Optional.empty()
        : Optional.of(directories.look(name.toString()));
  }

  private Repair sweep(Finding finding) throws IOException {
    String name = finding.file().getName(0).toString();
    sweeper.sweep(directories.look(name));
    Path archived = layout.archive().resolve(name).resolve(finding.file().getFileName());
    return Files.exists(archived, NOFOLLOW_LINKS)
        ? moved(finding, Outcome.SWEPT, archived, "was dead")
        : left(finding, "was moved by somebody else meanwhile");
  }

  private Repair moved(Finding finding, Outcome outcome, Path place, String detail) {
    return new Repair(finding, outcome, layout.root().relativize(place), detail);
  }

  private static Repair left(Finding finding, String reason) {
    return new Repair(finding, Outcome.LEFT, null, Objects.requireNonNull(reason));
  }

  private boolean isTombstone(Path relative) {
    return layout.root().resolve(relative).startsWith(layout.tombstones());
  }
}
