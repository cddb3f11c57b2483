package io.multiprocess.store.file;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Rival;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.ObjectView.Contention;
import io.multiprocess.store.file.RevisionReader.NotWhole;
import io.multiprocess.store.file.RevisionReader.Reading;
import io.multiprocess.store.file.RevisionReader.Vanished;
import io.multiprocess.store.file.RevisionReader.Whole;
import io.multiprocess.store.merge.Ancestors;
import io.multiprocess.store.merge.ConflictMerge;
import io.multiprocess.store.merge.MergeBases;
import io.multiprocess.store.merge.MergedConflict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells of conflicts: what names show, and what their editors have written.
 *
 * <p>Names decide whether there is a conflict. Files are read only for objects that have one.
 */
final class Conflicts {

  private final StoreLayout layout;
  private final ObjectDirectories directories;
  private final RevisionReader reader;
  private final Tombstones tombstones;
  private final Archive archive;
  private final DamageReports reports;

  Conflicts(
      StoreLayout layout,
      ObjectDirectories directories,
      RevisionReader reader,
      Tombstones tombstones,
      Archive archive,
      DamageReports reports) {
    this.layout = layout;
    this.directories = directories;
    this.reader = reader;
    this.tombstones = tombstones;
    this.archive = archive;
    this.reports = reports;
  }

  /** The conflicts that a look has shown, by ascending generation. */
  List<Conflict> of(String id, ObjectView view) throws IOException {
    List<Contention> contentions = view.contentions();
    if (contentions.isEmpty()) {
      return List.of();
    }
    Pedigree pedigree = Pedigree.of(view, directories);
    NavigableSet<Revision> leaves = pedigree.leaves();
    List<Conflict> conflicts = new ArrayList<>();
    for (Contention contention : contentions) {
      conflicts.add(
          new Conflict(
              id,
              contention.rivals(),
              contention.deleted(),
              contention.current(),
              contention.rivals().stream().filter(leaves::contains).toList(),
              commonBase(contention.rivals(), pedigree),
              since(view.name(), contention)));
    }
    return List.copyOf(conflicts);
  }

  /**
   * What is unsettled in a look; nothing if the object has one leaf and no deletion against it, or
   * if a file vanished meanwhile.
   *
   * @throws DamagedRevisionException if a leaf cannot be read
   */
  Optional<Open> open(String id, ObjectView view, MergeRules rules) throws IOException {
    List<Revision> deleted =
        view.contentions().stream()
            .map(Contention::deleted)
            .filter(named -> !named.isEmpty())
            .findFirst()
            .orElse(List.of());
    Pedigree pedigree = Pedigree.of(view, directories);
    NavigableSet<Revision> leaves = pedigree.leaves();
    if (leaves.size() < 2 && deleted.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<Revision, Whole> bodies = new TreeMap<>();
    for (Revision leaf : leaves) {
      Reading reading = reader.read(view.name(), leaf, RevisionReader.PATIENCE_FOR_THE_ONLY_ONE);
      if (reading instanceof Vanished) {
        return Optional.empty();
      }
      if (reading instanceof NotWhole notWhole) {
        throw reports.report(id, view.name(), leaf, notWhole.finding());
      }
      bodies.put(leaf, (Whole) reading);
    }
    return Optional.of(
        new Open(pedigree, bodies, conflict(id, view, pedigree, bodies, deleted, rules)));
  }

  /**
   * An open conflict together with what is known about its making.
   *
   * @param pedigree what every revision was made from
   * @param bodies the leaves' bodies
   * @param conflict the conflict
   */
  record Open(
      Pedigree pedigree, SortedMap<Revision, Whole> bodies, OpenConflict<ObjectNode> conflict) {}

  private OpenConflict<ObjectNode> conflict(
      String id,
      ObjectView view,
      Pedigree pedigree,
      SortedMap<Revision, Whole> bodies,
      List<Revision> deleted,
      MergeRules rules)
      throws IOException {
    List<Rival<ObjectNode>> rivals = new ArrayList<>();
    bodies.forEach(
        (leaf, body) -> rivals.add(0, new Rival<>(leaf, body.document(), body.writtenAt())));
    if (rivals.size() == 1) {
      Optional<Revision> base =
          pedigree.bases(bodies.firstKey()).filter(b -> b.size() == 1).map(b -> b.get(0));
      return new OpenConflict<>(
          id,
          versioned(id, view, base),
          rivals,
          deleted,
          rivals.get(0).value().deepCopy(),
          List.of());
    }
    MergedConflict merged;
    try {
      merged =
          ConflictMerge.of(
              new TreeSet<>(bodies.keySet()), new Bodies(view, pedigree, bodies), rules);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Optional<Versioned<ObjectNode>> base =
        merged
            .base()
            .flatMap(r -> merged.baseDocument().map(document -> new Versioned<>(id, r, document)));
    return new OpenConflict<>(id, base, rivals, deleted, merged.merged(), merged.clashes());
  }

  private Optional<Versioned<ObjectNode>> versioned(
      String id, ObjectView view, Optional<Revision> revision) throws IOException {
    if (revision.isEmpty()) {
      return Optional.empty();
    }
    return body(view.name(), revision.get())
        .map(whole -> new Versioned<>(id, revision.get(), whole.document()));
  }

  /** The one latest revision that all of these were made from, if there is one. */
  Optional<Revision> commonBase(Collection<Revision> rivals, Pedigree pedigree) {
    Optional<? extends Collection<Revision>> bases =
        rivals.size() == 1
            ? pedigree.bases(rivals.iterator().next())
            : MergeBases.of(rivals.stream().map(List::of).toList(), pedigree::bases);
    return bases.filter(several -> several.size() == 1).map(several -> several.iterator().next());
  }

  /** The body of a revision, live or dead, if it is there and whole. */
  Optional<Whole> body(String name, Revision revision) throws IOException {
    Reading reading = reader.read(name, revision, RevisionReader.PATIENCE);
    return reading instanceof Whole whole ? Optional.of(whole) : archive.read(name, revision);
  }

  private Instant since(String name, Contention contention) throws IOException {
    List<Instant> written = new ArrayList<>();
    long lowest = contention.rivals().get(0).generation();
    for (Revision rival : contention.rivals()) {
      if (rival.generation() == lowest) {
        writtenAt(name, rival).ifPresent(written::add);
      }
    }
    if (!contention.deleted().isEmpty()) {
      written.sort(null);
      written.subList(Math.min(1, written.size()), written.size()).clear();
      Revision deleted = contention.deleted().get(contention.deleted().size() - 1);
      tombstones.diedAt(name, deleted).ifPresent(written::add);
    }
    written.sort(null);
    // What was retired meanwhile has left no time, and no conflict either.
    return written.isEmpty() ? Instant.now() : written.get(Math.min(1, written.size() - 1));
  }

  private Optional<Instant> writtenAt(String name, Revision revision) throws IOException {
    try {
      return Optional.of(
          StoreLayout.attributes(layout.revision(name, revision)).lastModifiedTime().toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What a merge has to know, read as it asks. */
  private final class Bodies implements Ancestors {
    private final ObjectView view;
    private final Pedigree pedigree;
    private final SortedMap<Revision, Whole> leaves;

    Bodies(ObjectView view, Pedigree pedigree, SortedMap<Revision, Whole> leaves) {
      this.view = view;
      this.pedigree = pedigree;
      this.leaves = leaves;
    }

    @Override
    public Optional<? extends Collection<Revision>> bases(Revision revision) {
      return pedigree.bases(revision);
    }

    @Override
    public Optional<ObjectNode> document(Revision revision) {
      Whole leaf = leaves.get(revision);
      if (leaf != null) {
        return Optional.of(leaf.document());
      }
      try {
        return body(view.name(), revision).map(Whole::document);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
