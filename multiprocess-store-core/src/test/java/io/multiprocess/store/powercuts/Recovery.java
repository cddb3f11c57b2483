package io.multiprocess.store.powercuts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreException;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first process that opens a store after a power cut, and compares it with what its writers
 * told.
 */
final class Recovery {

  /** Numbers of its own writes, which nobody else uses. */
  private static final long OWN_NUMBER = 1L << 40;

  private final Path root;
  private final Durability durability;
  private final Map<Long, Write> writes;
  private final Cut cut;
  private final Tally tally;
  private final Set<Revision> heard = new TreeSet<>();

  /**
   * A power cut between two moments.
   *
   * @param after when it may have begun: what was acknowledged before then, was before the cut
   * @param before when it was over: what began after that, has not happened
   */
  record Cut(long after, long before) {

    /** A cut that the writers saw, so that all they told counts. */
    static final Cut SEEN = new Cut(Long.MAX_VALUE - 1, Long.MAX_VALUE);
  }

  Recovery(Path root, Durability durability, Map<Long, Write> writes, Cut cut, Tally tally) {
    this.root = root;
    this.durability = durability;
    this.writes = writes;
    this.cut = cut;
    this.tally = tally;
  }

  /** Tells the tally what it finds. */
  void check() {
    tally.countCut(
        (int) writes.values().stream().filter(write -> write.isAcknowledgedBy(cut.after)).count());
    Set<String> ids = writes.values().stream().map(Write::id).collect(Collectors.toSet());
    Map<String, NavigableSet<Revision>> damaged =
        ids.stream().collect(Collectors.toMap(id -> id, this::damagedFiles));
    StoreOptions options =
        StoreOptions.defaults()
            .withDurability(Durability.NONE)
            .withCreateGrace(Duration.ZERO)
            .withListener(
                new StoreListener() {
                  @Override
                  public void revisionDamaged(DamagedRevisionException found) {
                    heard.add(found.revision());
                  }
                });
    try (FileObjectStore store = FileObjectStore.open(root, options)) {
      for (String id : ids) {
        checkObject(store, id, damaged.getOrDefault(id, new TreeSet<>()));
      }
      List<Path> foreign = StoreFiles.foreign(root);
      if (!foreign.isEmpty()) {
        tally.violated("foreign files " + foreign);
      }
      for (String id : ids) {
        goOn(store, id);
      }
    } catch (StoreException e) {
      tally.violated("the store cannot be used: " + e);
    }
  }

  private void checkObject(FileObjectStore store, String id, NavigableSet<Revision> damaged) {
    List<Versioned<ObjectNode>> history = store.revisions(id);
    Set<Revision> named = Set.copyOf(StoreFiles.named(root, id));
    Collection<Write> all =
        writes.values().stream().filter(write -> write.id().equals(id)).toList();
    history.forEach(served -> checkServed(served, all));

    Set<Revision> present = history.stream().map(Versioned::revision).collect(Collectors.toSet());
    for (Write write : all) {
      Revision revision = write.revision();
      if (revision != null && write.isAcknowledgedBy(cut.after) && !present.contains(revision)) {
        checkAbsent(write, named.contains(revision), !present.isEmpty(), all);
      }
    }
    checkDamage(id, damaged, named, all);
    checkWinner(store, id, history);
  }

  /** Whatever is handed out was written, under this name, and was not deleted since. */
  private void checkServed(Versioned<ObjectNode> served, Collection<Write> all) {
    JsonNode number = served.value().get("n");
    Write write = number == null ? null : writes.get(number.asLong(-1));
    if (write == null
        || !all.contains(write)
        || write.begun() > cut.before
        || (write.revision() != null
            && write.isAcknowledgedBy(cut.after)
            && !served.revision().equals(write.revision()))
        || !served.value().equals(Write.document(write.number()))) {
      tally.countServedDamaged();
      tally.violated("nobody wrote the served revision %s: %s".formatted(served.revision(), write));
    } else if (all.stream()
        .anyMatch(
            other ->
                other.kind() == Write.Kind.DELETE
                    && other.isAcknowledgedBy(cut.after)
                    && write.ended() < other.begun())) {
      tally.violated("'%s' is there again: %s".formatted(served.id(), write));
    }
  }

  /** An acknowledged revision is dead by a tombstone that somebody wrote, or else it is lost. */
  private void checkAbsent(Write write, boolean named, boolean survived, Collection<Write> all) {
    List<Write> buriers = all.stream().filter(other -> other.mayBury(write, cut.before)).toList();
    if (!named || buriers.isEmpty()) {
      tally.countLost();
      if (durability == Durability.FULL) {
        tally.violated("lost is " + write);
      }
    } else if (!survived
        && buriers.stream().noneMatch(burier -> burier.kind() == Write.Kind.DELETE)) {
      tally.violated("given up for what is lost is " + write);
    }
  }

  /** Damage is where this class finds it by itself, and is told if it is live. */
  private void checkDamage(
      String id, NavigableSet<Revision> damaged, Set<Revision> named, Collection<Write> all) {
    Set<Revision> live = new TreeSet<>(damaged);
    live.removeAll(named);
    tally.countDamaged(live.size());
    if (!heard.equals(live)) {
      tally.violated("damage of '%s' is %s, but heard was %s".formatted(id, live, heard));
    }
    // What was published and not yet acknowledged may be without its content.
    Set<Revision> promised = new TreeSet<>(damaged);
    if (durability != Durability.FILE) {
      promised.retainAll(
          all.stream()
              .filter(write -> write.isAcknowledgedBy(cut.after))
              .flatMap(write -> Optional.ofNullable(write.revision()).stream())
              .toList());
    }
    if (durability != Durability.NONE && !promised.isEmpty()) {
      tally.violated("files of '%s' are damaged: %s".formatted(id, promised));
    }
    heard.clear();
  }

  private void checkWinner(FileObjectStore store, String id, List<Versioned<ObjectNode>> history) {
    Optional<Versioned<ObjectNode>> winner;
    try {
      winner = store.find(id);
    } catch (DamagedRevisionException e) {
      if (durability != Durability.NONE) {
        tally.violated("'%s' cannot be read: %s".formatted(id, e));
      }
      winner = Optional.empty();
    }
    if (!winner.equals(history.stream().findFirst())) {
      tally.violated("'%s' is served as %s of %s".formatted(id, winner, history));
    }
  }

  /** Whatever state the cut left an object in, it can be deleted and made anew. */
  private void goOn(FileObjectStore store, String id) {
    store.delete(id);
    if (store.exists(id)) {
      tally.violated("'%s' cannot be deleted".formatted(id));
      return;
    }
    Versioned<ObjectNode> created = store.create(id, Write.document(OWN_NUMBER));
    if (!store.find(id).equals(Optional.of(created))) {
      tally.violated("'%s' was made anew, but is %s".formatted(id, store.find(id)));
    }
  }

  /** Revision files that are not what their names say, found without the store. */
  private NavigableSet<Revision> damagedFiles(String id) {
    NavigableSet<Revision> damaged = new TreeSet<>();
    for (Revision revision : StoreFiles.revisions(root, id)) {
      try {
        byte[] content = Files.readAllBytes(root.resolve(id).resolve(revision.toString()));
        if (!token(revision.generation(), content).equals(revision.token())) {
          damaged.add(revision);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return damaged;
  }

  private static String token(long generation, byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("mps1\0%d\0".formatted(generation).getBytes(US_ASCII));
      byte[] hash = digest.digest(content);
      hash[6] = (byte) ((hash[6] & 0x0f) | 0x80);
      hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
