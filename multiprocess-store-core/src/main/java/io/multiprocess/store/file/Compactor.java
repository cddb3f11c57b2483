package io.multiprocess.store.file;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.file.RevisionReader.Vanished;
import io.multiprocess.store.file.RevisionReader.Whole;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  CompactionReport compact(String id, String name, Retention retention) throws IOException {
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
          superseded(id, view, kept.get(), retention);
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
    long bytes = 0;
    for (Revision revision : retired.keySet()) {
      bytes += attributes(view, revision).map(BasicFileAttributes::size).orElse(0L);
    }
    tombstones.publish(view.name(), new Tombstone(Tombstone.COMPACT, retired));
    try {
      sweeper.sweep(view.withDead(retired.keySet()));
    } catch (IOException e) {
      throw new Publisher.UnfinishedException(e);
    }
    return new CompactionReport(1, retired.size(), bytes);
  }

  private SortedMap<Revision, Optional<List<Revision>>> superseded(
      String id, ObjectView view, Revision kept, Retention retention) throws IOException {
    NavigableSet<Revision> candidates = new TreeSet<>(view.live().headSet(kept, true));
    for (int i = 0; i < retention.revisions(); i++) {
      candidates.pollLast();
    }
    SortedMap<Revision, Optional<List<Revision>>> superseded = new TreeMap<>();
    if (candidates.isEmpty()) {
      return superseded;
    }
    Map<Revision, List<Revision>> bases = new HashMap<>();
    for (Revision revision : view.live()) {
      directories.bases(view.name(), revision).ifPresent(known -> bases.put(revision, known));
    }
    Set<Revision> parents = new HashSet<>();
    bases.values().forEach(parents::addAll);
    if (!retention.age().isZero()) {
      parents.addAll(inferred(view, bases));
    }
    Set<Revision> needed = needed(view.conflicts(id), view.live(), parents, bases);
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
   * Rivals, revisions from which nothing was made, and the bases of these: what is needed to settle
   * what is open now or shows later.
   */
  private static Set<Revision> needed(
      Collection<Conflict> conflicts,
      Set<Revision> live,
      Set<Revision> parents,
      Map<Revision, List<Revision>> bases) {
    Set<Revision> open = new HashSet<>(live);
    open.removeAll(parents);
    // The winner's own base serves nobody, unless the winner has rivals.
    live.stream().max(Revision::compareTo).ifPresent(open::remove);
    conflicts.forEach(conflict -> open.addAll(conflict.rivals()));
    Set<Revision> needed = new HashSet<>(open);
    open.forEach(revision -> needed.addAll(bases.getOrDefault(revision, List.of())));
    return needed;
  }

  /**
   * What revisions of unknown ancestry were made from, where only one is possible. It is believed
   * only where a caller gives up revisions by their age.
   */
  private static Set<Revision> inferred(ObjectView view, Map<Revision, List<Revision>> bases) {
    SortedMap<Long, List<Revision>> generations = new TreeMap<>();
    for (Revision revision : view.live()) {
      generations.computeIfAbsent(revision.generation(), g -> new ArrayList<>()).add(revision);
    }
    Set<Revision> inferred = new HashSet<>();
    for (Revision revision : view.live()) {
      List<Revision> below = generations.get(revision.generation() - 1);
      if (!bases.containsKey(revision) && below != null && below.size() == 1) {
        inferred.add(below.get(0));
      }
    }
    return inferred;
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
