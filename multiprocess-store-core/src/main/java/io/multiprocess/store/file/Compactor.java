package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import io.multiprocess.store.file.RevisionReader.Vanished;
import io.multiprocess.store.file.RevisionReader.Whole;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Retires superseded revisions.
 *
 * <p>What is kept is read and forced before anything is given up for it: the name of a revision
 * that an npm process is writing, or that a power cut tore, stands above the others without holding
 * anything.
 */
final class Compactor {

  private final StoreLayout layout;
  private final ObjectDirectories directories;
  private final RevisionReader reader;
  private final Tombstones tombstones;
  private final Sweeper sweeper;
  private final Publisher publisher;

  Compactor(
      StoreLayout layout,
      ObjectDirectories directories,
      RevisionReader reader,
      Tombstones tombstones,
      Sweeper sweeper,
      Publisher publisher) {
    this.layout = layout;
    this.directories = directories;
    this.reader = reader;
    this.tombstones = tombstones;
    this.sweeper = sweeper;
    this.publisher = publisher;
  }

  /** Retires what the retention does not keep of an object. */
  CompactionReport compact(String name, Retention retention, boolean dryRun) throws IOException {
    while (true) {
      ObjectView view = directories.look(name);
      Optional<Revision> kept = Optional.empty();
      boolean vanished = false;
      for (Revision revision : view.live().descendingSet()) {
        RevisionReader.Reading reading = reader.read(name, revision, RevisionReader.PATIENCE);
        vanished = reading instanceof Vanished;
        if (vanished || reading instanceof Whole) {
          kept = Optional.of(revision);
          break;
        }
      }
      if (vanished) {
        continue;
      }
      if (kept.isEmpty()) {
        return CompactionReport.NOTHING;
      }
      SortedMap<Revision, Optional<List<Revision>>> retired =
          superseded(view, kept.get(), retention);
      if (dryRun) {
        return report(view, retired.keySet());
      }
      if (retired.isEmpty()) {
        sweeper.sweep(view);
        return CompactionReport.NOTHING;
      }
      if (publisher.secure(layout.revision(name, kept.get()))) {
        return retire(view, retired);
      }
    }
  }

  private CompactionReport retire(
      ObjectView view, SortedMap<Revision, Optional<List<Revision>>> retired) throws IOException {
    CompactionReport report = report(view, retired.keySet());
    tombstones.publish(view.name(), new Tombstone(Tombstone.COMPACT, retired));
    try {
      sweeper.sweep(view.withDead(retired.keySet()));
    } catch (IOException e) {
      throw new Publisher.UnfinishedException(e);
    }
    return report;
  }

  private CompactionReport report(ObjectView view, Set<Revision> retired) throws IOException {
    if (retired.isEmpty()) {
      return CompactionReport.NOTHING;
    }
    long bytes = 0;
    for (Revision revision : retired) {
      bytes += attributes(view, revision).map(BasicFileAttributes::size).orElse(0L);
    }
    return new CompactionReport(1, retired.size(), bytes);
  }

  private SortedMap<Revision, Optional<List<Revision>>> superseded(
      ObjectView view, Revision kept, Retention retention) throws IOException {
    NavigableSet<Revision> candidates = new TreeSet<>(view.live().headSet(kept, true));
    for (int i = 0; i < retention.revisions(); i++) {
      candidates.pollLast();
    }
    SortedMap<Revision, Optional<List<Revision>>> superseded = new TreeMap<>();
    if (candidates.isEmpty()) {
      return superseded;
    }
    Pedigree pedigree = Pedigree.of(view, directories);
    Set<Revision> parents = new HashSet<>();
    for (Revision revision : view.live()) {
      // A conclusion is believed only where a caller gives up revisions by their age.
      if (!pedigree.isInferred(revision) || !retention.age().isZero()) {
        parents.addAll(pedigree.lineage().bases(revision));
      }
    }
    Set<Revision> needed = needed(view, parents, pedigree);
    Instant horizon = retention.horizon(Instant.now());
    for (Revision revision : candidates) {
      if (parents.contains(revision)
          && !needed.contains(revision)
          && isWrittenBefore(view, revision, horizon)) {
        superseded.put(revision, directories.bases(view.name(), revision));
      }
    }
    return superseded;
  }

  /**
   * Rivals, revisions from which nothing was made, the bases of these, and where those parted that
   * are not settled: what is needed to settle what is open now or shows later.
   */
  private static Set<Revision> needed(ObjectView view, Set<Revision> parents, Pedigree pedigree) {
    Set<Revision> open = new HashSet<>(view.live());
    open.removeAll(parents);
    // The winner's own base serves nobody, unless the winner has rivals of its generation.
    Revision winner = view.live().last();
    open.remove(winner);
    Set<Revision> needed = new HashSet<>(open.isEmpty() ? Set.of() : pedigree.forks());
    for (ObjectView.Contention contention : view.contentions()) {
      contention.rivals().stream()
          .filter(rival -> contention.current() || !rival.equals(winner))
          .forEach(open::add);
    }
    needed.addAll(open);
    open.forEach(revision -> needed.addAll(pedigree.lineage().bases(revision)));
    return needed;
  }

  private boolean isWrittenBefore(ObjectView view, Revision revision, Instant horizon)
      throws IOException {
    return attributes(view, revision)
        .map(attributes -> !attributes.lastModifiedTime().toInstant().isAfter(horizon))
        .orElse(false);
  }

  private Optional<BasicFileAttributes> attributes(ObjectView view, Revision revision)
      throws IOException {
    try {
      return Optional.of(StoreLayout.attributes(layout.revision(view.name(), revision)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
