package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreFormatException;
import io.multiprocess.store.file.Finding.Kind;
import io.multiprocess.store.file.Inspector.Flaw;
import io.multiprocess.store.file.Inspector.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads every file of a store and tells what is not as it should be. Changes nothing.
 *
 * <p>Writers go on meanwhile. Whatever looks wrong is looked at again before it is told, and what
 * has vanished until then was moved by somebody who made progress.
 */
final class Scrubber {

  private final StoreLayout layout;
  private final StoreNames names;
  private final ObjectDirectories directories;
  private final Inspector inspector;

  Scrubber(
      StoreLayout layout, StoreNames names, ObjectDirectories directories, Inspector inspector) {
    this.layout = layout;
    this.names = names;
    this.directories = directories;
    this.inspector = inspector;
  }

  /**
   * Scrubs the whole store: tombstones first, since they decide what is dead.
   *
   * @throws IOException if the store's directory cannot be listed
   */
  ScrubReport scrub(Consumer<? super Finding> listener) throws IOException {
    ScrubTally tally = new ScrubTally(listener);
    marker(tally);
    each(layout.tombstones(), tally, entry -> areaEntry(entry, tally, this::tombstones));
    Collisions collisions = new Collisions(layout.root());
    try (Listing entries = Listing.open(layout.root())) {
      while (entries.hasNext()) {
        rootEntry(entries.next(), collisions, tally);
      }
    }
    each(layout.archive(), tally, entry -> areaEntry(entry, tally, this::archive));
    each(layout.tmp(), tally, entry -> temp(entry, tally));
    each(layout.claims(), tally, claim -> claims(claim, tally));
    each(layout.quarantine(), tally, entry -> quarantined(entry, tally));
    return tally.report();
  }

  /** Scrubs one object: its tombstones, its revisions, its archive. */
  ScrubReport scrubObject(String name) {
    ScrubTally tally = new ScrubTally(finding -> {});
    tombstones(layout.tombstones(name), name, tally);
    if (isDirectory(layout.object(name))) {
      object(layout.object(name), name, tally);
    }
    archive(layout.archive().resolve(name), name, tally);
    each(layout.quarantine().resolve(name), tally, entry -> tally.quarantined());
    return tally.report();
  }

  private void marker(ScrubTally tally) {
    try {
      inspector.marker(layout.marker());
    } catch (StoreFormatException e) {
      add(
          layout.marker(),
          null,
          new Flaw(Kind.INVALID_MARKER, String.valueOf(e.getMessage())),
          tally);
    } catch (IOException e) {
      add(layout.marker(), null, Inspector.unreadable(e), tally);
    }
  }

  private void rootEntry(Path entry, Collisions collisions, ScrubTally tally) {
    String name = entry.getFileName().toString();
    if (StoreLayout.isHidden(name)) {
      return;
    }
    if (!isDirectoryOrTold(entry, "an object's directory", tally)) {
      return;
    }
    if (!layout.object(name).equals(entry)) {
      add(entry, null, new Flaw(Kind.FOREIGN, "has a name that is not Unicode text"), tally);
      return;
    }
    try {
      if (!names.isFound(name) && isDirectory(entry) && !names.isFound(name)) {
        add(
            entry,
            IdCodec.decode(name),
            new Flaw(Kind.SHADOWED, "id is found under another directory"),
            tally);
      }
      collisions
          .with(name)
          .ifPresent(
              other ->
                  add(
                      entry,
                      IdCodec.decode(name),
                      new Flaw(
                          Kind.CASE_COLLISION,
                          "is one with '%s' where case is folded and Unicode normalized"
                              .formatted(other)),
                      tally));
    } catch (IOException | InvalidPathException e) {
      String detail = String.valueOf(e.getMessage());
      add(entry, IdCodec.decode(name), new Flaw(Kind.UNREADABLE, detail), tally);
      return;
    }
    object(entry, name, tally);
  }

  private void object(Path directory, String name, ScrubTally tally) {
    String id = IdCodec.decode(name);
    List<Path> entries = new ArrayList<>();
    if (!each(directory, tally, entries::add)) {
      return;
    }
    if (entries.isEmpty()) {
      emptyDirectory(directory, id, tally);
      return;
    }
    for (Path entry : entries) {
      revision(entry, id, tally, tally::revision);
    }
    try {
      ObjectView view = directories.look(name);
      if (view.exists()) {
        tally.object();
      }
      if (!view.dead().isEmpty() && isSettled(directory) && isSettled(layout.tombstones(name))) {
        NavigableSet<Revision> dead = new TreeSet<>(view.dead());
        dead.retainAll(directories.look(name).dead());
        for (Revision revision : dead) {
          add(
              directory.resolve(revision.toString()),
              id,
              new Flaw(Kind.TOMBSTONED_BUT_PRESENT, "is dead; expected in the archive"),
              tally);
        }
      }
    } catch (IOException e) {
      add(directory, id, Inspector.unreadable(e), tally);
    }
  }

  private void emptyDirectory(Path directory, String id, ScrubTally tally) {
    List<Path> entries = new ArrayList<>();
    if (isSettled(directory)
        && each(directory, tally, entries::add)
        && entries.isEmpty()
        && isSettled(directory)) {
      Flaw flaw = new Flaw(Kind.EMPTY_DIRECTORY, "is empty; expected at least one revision");
      add(directory, id, flaw, tally);
    }
  }

  private void archive(Path directory, String name, ScrubTally tally) {
    String id = IdCodec.decode(name);
    each(directory, tally, entry -> revision(entry, id, tally, tally::archived));
  }

  private void revision(Path file, String id, ScrubTally tally, Runnable count) {
    String name = file.getFileName().toString();
    if (Revision.isRevision(name)) {
      Revision revision = Revision.parse(name);
      inspect(file, id, path -> inspector.revision(path, revision, id), tally, count);
    } else {
      foreign(file, id, "a revision", tally);
    }
  }

  private void tombstones(Path directory, String name, ScrubTally tally) {
    String id = IdCodec.decode(name);
    each(
        directory,
        tally,
        entry -> {
          String file = entry.getFileName().toString();
          if (Revision.isRevision(file) && ContentHash.isProof(Revision.parse(file))) {
            Revision tombstone = Revision.parse(file);
            inspect(
                entry, id, path -> inspector.tombstone(path, tombstone), tally, tally::tombstone);
          } else {
            foreign(entry, id, "a tombstone", tally);
          }
        });
  }

  private void inspect(
      Path file,
      String id,
      Function<Path, Optional<Inspection>> look,
      ScrubTally tally,
      Runnable count) {
    Optional<Inspection> first = look.apply(file);
    if (first.isEmpty()) {
      return;
    }
    count.run();
    tally.read(first.get().bytes());
    if (!first.get().flaws().isEmpty()) {
      look.apply(file)
          .ifPresent(second -> second.flaws().forEach(flaw -> add(file, id, flaw, tally)));
    }
  }

  @FunctionalInterface
  private interface Area {
    void scrub(Path directory, String name, ScrubTally tally);
  }

  private void areaEntry(Path entry, ScrubTally tally, Area area) {
    String name = entry.getFileName().toString();
    if (isDirectoryOrTold(entry, "a directory", tally)) {
      area.scrub(entry, name, tally);
    }
  }

  /** By one look, because what is deleted and made again is a directory at the next. */
  private boolean isDirectoryOrTold(Path entry, String expected, ScrubTally tally) {
    try {
      BasicFileAttributes attributes = StoreLayout.attributes(entry);
      if (attributes.isDirectory()) {
        return true;
      }
      foreign(entry, null, attributes, expected, tally);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      add(entry, null, Inspector.unreadable(e), tally);
    }
    return false;
  }

  private void foreign(Path file, @Nullable String id, String expected, ScrubTally tally) {
    try {
      foreign(file, id, StoreLayout.attributes(file), expected, tally);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      add(file, id, Inspector.unreadable(e), tally);
    }
  }

  private void foreign(
      Path file,
      @Nullable String id,
      BasicFileAttributes attributes,
      String expected,
      ScrubTally tally) {
    if (TempSpace.isOfCopyingTool(file) && attributes.isRegularFile()) {
      temp(file, tally);
      return;
    }
    String detail = "is %s; expected %s".formatted(Inspector.describe(attributes), expected);
    add(file, id, new Flaw(Kind.FOREIGN, detail), tally);
  }

  private void temp(Path entry, ScrubTally tally) {
    try {
      if (TempSpace.isOrphaned(entry) && isThere(entry)) {
        Flaw flaw = new Flaw(Kind.ORPHANED_TEMP, "nobody is writing it any more");
        add(entry, null, flaw, tally);
      }
    } catch (IOException e) {
      add(entry, null, Inspector.unreadable(e), tally);
    }
  }

  private void claims(Path claim, ScrubTally tally) {
    if (isDirectory(claim)) {
      each(
          claim,
          tally,
          edit -> {
            if (isSettled(edit)) {
              Flaw flaw = new Flaw(Kind.ORPHANED_CLAIM, "edit still waits for its decision");
              add(edit, null, flaw, tally);
            }
          });
    }
  }

  private void quarantined(Path entry, ScrubTally tally) {
    boolean area = entry.getFileName().toString().startsWith(".");
    if (isDirectory(entry)) {
      each(
          entry,
          tally,
          inner -> {
            if (area && isDirectory(inner)) {
              each(inner, tally, file -> tally.quarantined());
            } else {
              tally.quarantined();
            }
          });
    }
  }

  private void add(Path file, @Nullable String id, Flaw flaw, ScrubTally tally) {
    tally.add(new Finding(flaw.kind(), id, layout.root().relativize(file), flaw.detail()));
  }

  /**
   * Does something with each entry of a directory; one that is not there has none.
   *
   * @return false if the directory could not be read to its end
   */
  private boolean each(Path directory, ScrubTally tally, Consumer<Path> action) {
    try {
      if (layout.isDirectory(directory)) {
        try (Listing entries = Listing.open(directory)) {
          while (entries.hasNext()) {
            action.accept(entries.next());
          }
        }
      }
      return true;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return true;
    } catch (IOException e) {
      add(directory, null, Inspector.unreadable(e), tally);
    }
    return false;
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** What has vanished is being worked on. */
  private static boolean isSettled(Path path) {
    try {
      return Inspector.isSettled(StoreLayout.attributes(path));
    } catch (IOException e) {
      return false;
    }
  }
}
