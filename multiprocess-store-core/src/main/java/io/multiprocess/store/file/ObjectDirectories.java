package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import io.multiprocess.store.file.ObjectView.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at objects: which of their revisions are live and which are dead.
 *
 * <p>Dead is every revision that a tombstone names, and every revision that has known descendants,
 * all of which are dead; see {@link Lineage}.
 *
 * <p>Tombstones are always read before the directory. The other way round, a reader could list a
 * revision, miss its successor, and then learn that the successor is dead.
 */
final class ObjectDirectories {

  /** How many bases are remembered, that of a revision without any counting as one. */
  private static final int REMEMBERED = 1 << 16;

  private final StoreLayout layout;
  private final Tombstones tombstones;
  private final RevisionReader reader;
  private final KnownObjects known;

  /** Bases of revisions by object; a name that proves its content proves its bases for good. */
  private final RecentlyUsed<Map.Entry<String, Revision>, Optional<Ancestry>> proven =
      new RecentlyUsed<>(REMEMBERED, known -> known.map(Ancestry::weight).orElse(1));

  ObjectDirectories(
      StoreLayout layout, Tombstones tombstones, RevisionReader reader, KnownObjects known) {
    this.layout = layout;
    this.tombstones = tombstones;
    this.reader = reader;
    this.known = known;
  }

  /**
   * Looks once.
   *
   * <p>What is swept between the tombstones and the listing is in neither, and what was made from
   * it seems to be made from nothing. So a revision is taken for one whose descendants are all dead
   * only if the tombstones still say the same afterwards.
   */
  ObjectView look(String name) throws IOException {
    return see(name).view();
  }

  /** Looks once, and tells what is known of what is there. */
  KnownObjects.Seen see(String name) throws IOException {
    KnownObjects.Seen unchanged = known.find(name);
    return unchanged == null ? new Fresh(lookAfresh(name)) : unchanged;
  }

  /** What was just listed. */
  private record Fresh(ObjectView view) implements KnownObjects.Seen {

    /** May be known, which is asked of each of its revisions as a reader comes to it. */
    @Override
    public @Nullable Body winner() {
      return null;
    }
  }

  private ObjectView lookAfresh(String name) throws IOException {
    while (true) {
      Optional<KnownObjects.Stamps> before = known.stamps(name);
      boolean unburied = before.isPresent() && !before.get().tombstones().exists();
      DeadRevisions named = unburied ? DeadRevisions.NONE : tombstones.dead(name);
      NavigableSet<Revision> present = new TreeSet<>();
      Directory directory = list(layout.object(name), before.isPresent(), present);
      NavigableSet<Revision> dead = dead(name, present, named);
      NavigableSet<Revision> live = present;
      if (!dead.isEmpty()) {
        live = new TreeSet<>(present);
        live.removeAll(dead);
      }
      NavigableSet<Revision> unnamed = new TreeSet<>(dead);
      unnamed.removeIf(named::contains);
      if (unnamed.isEmpty() || tombstones.dead(name).equals(named)) {
        ObjectView view = new ObjectView(name, directory, live, dead, unnamed, named);
        before.ifPresent(stamps -> known.put(stamps, view));
        return view;
      }
    }
  }

  /**
   * Looks until an object that seems absent has seemed so twice, with nothing changed between: one
   * look is not one moment.
   */
  ObjectView lookTwiceWhenAbsent(String name) throws IOException {
    return onceMoreWhenAbsent(name, look(name));
  }

  /**
   * Looks like {@link #lookTwiceWhenAbsent}, whatever is known: not even a tombstone of which
   * nothing has been swept goes unseen.
   */
  ObjectView lookAgain(String name) throws IOException {
    return onceMoreWhenAbsent(name, lookAfresh(name));
  }

  private ObjectView onceMoreWhenAbsent(String name, ObjectView first) throws IOException {
    ObjectView view = first;
    while (!view.exists()) {
      ObjectView again = lookAfresh(name);
      if (again.equals(view)) {
        return view;
      }
      view = again;
    }
    return view;
  }

  /**
   * Whether a revision has ever been published: it lies there, or a tombstone names it. Tombstones
   * are read last here, because a revision that is swept away was named before.
   */
  boolean wasPublished(String name, Revision revision) throws IOException {
    ObjectView view = look(name);
    return view.live().contains(revision)
        || view.dead().contains(revision)
        || tombstones.dead(name).contains(revision);
  }

  /** Bases of a revision whose file proves them, as it lies there or was once read. */
  Optional<List<Revision>> bases(String name, Revision revision) throws IOException {
    return ancestry(name, revision).map(Ancestry::bases);
  }

  /** What a revision's file proves of its making, as it lies there or was once read. */
  Optional<Ancestry> ancestry(String name, Revision revision) throws IOException {
    if (!ContentHash.isProof(revision)) {
      return Optional.empty();
    }
    Map.Entry<String, Revision> key = Map.entry(name, revision);
    Optional<Ancestry> known = proven.get(key);
    if (known == null) {
      if (!(reader.read(name, revision, Duration.ZERO) instanceof RevisionReader.Whole whole)) {
        return Optional.empty();
      }
      known = whole.ancestry();
      proven.put(key, known);
    }
    return known;
  }

  private Directory list(Path directory, boolean stands, NavigableSet<Revision> present)
      throws IOException {
    if (!stands && !layout.isDirectory(directory)) {
      requireRoot();
      return Directory.ABSENT;
    }
    boolean foreign = false;
    try {
      for (Path entry : Listing.of(directory)) {
        Optional<Revision> revision = Revision.find(entry.getFileName().toString());
        revision.ifPresent(present::add);
        foreign |= revision.isEmpty();
      }
    } catch (NoSuchFileException e) {
      requireRoot();
      return Directory.ABSENT;
    }
    if (!present.isEmpty()) {
      return Directory.REVISIONS;
    }
    return foreign ? Directory.FOREIGN : Directory.EMPTY;
  }

  /** A store whose directory is gone is not a store without objects. */
  private void requireRoot() throws IOException {
    if (!Files.isDirectory(layout.root())) {
      throw new NoSuchFileException(layout.root().toString(), null, "store directory is gone");
    }
  }

  /** Those of the present revisions that are dead. */
  private NavigableSet<Revision> dead(String name, Set<Revision> present, DeadRevisions named)
      throws IOException {
    if (named.isNothing()) {
      return Collections.emptyNavigableSet();
    }
    NavigableSet<Revision> dead = new TreeSet<>(present);
    dead.removeIf(revision -> !named.contains(revision));
    Set<Revision> unnamed = new HashSet<>(present);
    unnamed.removeAll(dead);
    // Bodies are read only if one of the unnamed has a dead child at all.
    if (named.haveDeadChildren(unnamed)) {
      Map<Revision, List<Revision>> bases = named.links();
      for (Revision revision : present) {
        if (!bases.containsKey(revision)) {
          bases(name, revision).ifPresent(known -> bases.put(revision, known));
        }
      }
      dead.addAll(new Lineage(bases).extinct(unnamed, named.superseded(), named::contains));
    }
    return dead;
  }
}
