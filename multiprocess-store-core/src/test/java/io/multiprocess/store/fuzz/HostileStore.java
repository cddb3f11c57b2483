package io.multiprocess.store.fuzz;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.processes.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A store in which some objects are as they were written, and anything may stand in the place of
 * all else.
 */
final class HostileStore {

  /** Objects whose files nobody but stores touches. */
  static final List<String> GOOD = List.of("good-0", "good-1", "gööd/2");

  /** Objects whose files may be anything. */
  static final List<String> VICTIMS = List.of("victim-0", "victim-1", "victim-2", "victim-3");

  private static final List<String> STORE_WIDE =
      List.of(
          ".store.json",
          ".tombstones",
          ".local",
          ".local/tmp",
          ".local/claims",
          ".local/archive",
          ".local/quarantine");

  private final Path root;
  private final Outside outside;
  private final HostileThings things;
  private final Random random;
  private final Map<String, ObjectNode> good = new TreeMap<>();
  private final List<String> planted = new ArrayList<>();
  private boolean stormed;

  HostileStore(Path root, Outside outside, HostileThings things, Random random) {
    this.root = root;
    this.outside = outside;
    this.things = things;
    this.random = random;
    try (FileObjectStore store =
        FileObjectStore.open(root, StoreOptions.defaults().withDurability(Durability.NONE))) {
      for (String id : GOOD) {
        good.put(id, store.create(id, document()).value());
      }
      for (String id : VICTIMS) {
        makeVictim(store, id);
      }
    }
  }

  private void makeVictim(FileObjectStore store, String id) {
    Versioned<ObjectNode> first = store.create(id, document());
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      store.update((random.nextBoolean() ? first : store.get(id)).withValue(document()));
    }
    if (random.nextInt(4) == 0) {
      store.delete(id);
    }
    if (random.nextInt(4) == 0) {
      store.upsert(id, document());
    }
  }

  ObjectNode document() {
    return JsonNodeFactory.instance.objectNode().put("n", random.nextInt());
  }

  /** Whether the store as a whole was tampered with, so that it need not work any more. */
  boolean isStormed() {
    return stormed;
  }

  /** What was put where. */
  List<String> planted() {
    return planted;
  }

  /** What the objects that nobody tampered with hold; to be kept up by who edits them. */
  Map<String, ObjectNode> good() {
    return good;
  }

  /** Puts a hostile thing somewhere; into a place of the whole store only if asked to. */
  void plant(boolean storeWide) throws IOException {
    if (storeWide) {
      stormed = true;
      put(root.resolve(STORE_WIDE.get(random.nextInt(STORE_WIDE.size()))));
      return;
    }
    String victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
    Path object = root.resolve(victim);
    Path tombstones = root.resolve(".tombstones").resolve(victim);
    switch (random.nextInt(15)) {
      case 0 -> put(object);
      case 1, 2 -> put(object.resolve(HostileContents.npmName(random).toString()));
      case 3 -> put(object.resolve(foreignName()));
      case 4, 5 -> {
        byte[] content = HostileContents.any(random);
        long generation = HostileContents.npmName(random).generation();
        write(object, HostileContents.provenName(generation, content), content);
      }
      case 6 -> write(object, HostileContents.npmName(random), HostileContents.any(random));
      case 7 -> {
        byte[] content = HostileContents.revisionOf(revisions(victim), random);
        write(object, HostileContents.provenName(random.nextInt(9), content), content);
      }
      case 8 -> put(tombstones);
      case 9 -> {
        byte[] content =
            random.nextBoolean()
                ? HostileContents.any(random)
                : HostileContents.tombstoneOf(revisions(victim), random);
        long generation = HostileContents.npmName(random).generation();
        write(tombstones, HostileContents.tombstoneName(generation, content), content);
      }
      case 10 -> put(root.resolve(".local/archive").resolve(victim));
      case 11 -> {
        Revision any = revisions(victim).get(0);
        put(root.resolve(".local/archive").resolve(victim).resolve(any.toString()));
        put(root.resolve(".local/quarantine").resolve(victim));
      }
      case 12 -> {
        Path claims = root.resolve(".local/claims");
        for (Revision base : revisions(victim)) {
          Path claim = claims.resolve(base + "." + HostileContents.digest(victim));
          put(random.nextBoolean() ? claim : claim.resolve(foreignName()));
        }
      }
      case 13 ->
          put(
              root.resolve(".local/tmp")
                  .resolve(random.nextBoolean() ? "reserve-0" : "00000000-1-1-" + planted.size()));
      default -> plantAtRoot();
    }
  }

  private void plantAtRoot() throws IOException {
    List<String> names =
        List.of("VICTIM-0", "%_", "%_%2E%2E", "%_zz", "a\nb", "\n".repeat(120), ".hidden", "link");
    if (random.nextInt(3) > 0) {
      put(root.resolve(names.get(random.nextInt(names.size()))));
    } else {
      for (Path name : things.namesOfBytes()) {
        Path directory = root.resolve(name);
        Path file = directory.resolve(HostileContents.npmName(random).toString());
        things.write(file, new byte[] {'{', '}'}, random);
      }
      planted.add("names of bytes");
    }
  }

  private String foreignName() {
    List<String> names =
        List.of(".DS_Store", "._x", "Thumbs.db", "tmp", "NaN-x", "0-0", "9".repeat(200), "\n");
    return random.nextBoolean()
        ? names.get(random.nextInt(names.size()))
        : HostileContents.npmName(random).toString();
  }

  /** Revisions of a victim, or names that could be some. */
  private List<Revision> revisions(String victim) {
    List<Revision> revisions = new ArrayList<>();
    if (Files.isDirectory(root.resolve(victim), LinkOption.NOFOLLOW_LINKS)) {
      revisions.addAll(StoreFiles.revisions(root, victim));
    }
    IntStream.range(0, random.nextInt(4) + (revisions.isEmpty() ? 1 : 0))
        .forEach(i -> revisions.add(HostileContents.npmName(random)));
    return revisions;
  }

  private void put(Path place) throws IOException {
    planted.add(things.put(place, outside, random));
  }

  private void write(Path directory, Revision name, byte[] content) throws IOException {
    things.write(directory.resolve(name.toString()), content, random);
    planted.add("%s/%s has %d bytes".formatted(directory, name, content.length));
  }
}
