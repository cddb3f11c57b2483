package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Watches the tombstones of a run, without the store, so that it is known between which two moments
 * each revision died. Tombstones themselves hold no time, and several may become one.
 */
final class TombstoneWatch {

  private static final JsonMapper JSON = StoreMapper.builder().build();

  private final Path tombstones;
  private final Map<String, Death> deaths = new HashMap<>();
  private final List<String> damage = new ArrayList<>();

  /** What was seen of one object's tombstones. */
  private static final class Death {
    private long lastLook;
    private final Set<String> known = new HashSet<>();
    private final Map<Revision, Naming> namings = new HashMap<>();
  }

  TombstoneWatch(Path store) {
    this.tombstones = store.resolve(".tombstones");
  }

  /** Looks at the tombstones of objects. */
  void look(Collection<String> objects) {
    objects.forEach(this::look);
  }

  /** Looks at every tombstone there is. */
  void lookAtAll() {
    Remains.list(tombstones).forEach(directory -> look(directory.getFileName().toString()));
  }

  /** Adds what is known by now. */
  void addTo(Histories histories) {
    deaths.forEach((object, death) -> death.namings.forEach(histories.of(object)::add));
  }

  /** Tombstones that are not what their name proves. */
  List<String> damage() {
    return damage;
  }

  private void look(String object) {
    Death death = deaths.computeIfAbsent(object, id -> new Death());
    Path directory = tombstones.resolve(object);
    while (true) {
      long begin = HistoryLog.now();
      Set<String> names = list(directory);
      Map<String, JsonNode> unknown = new HashMap<>();
      try {
        for (String name : names) {
          if (!death.known.contains(name)) {
            unknown.put(name, read(directory.resolve(name)));
          }
        }
      } catch (NoSuchFileException merged) {
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      // Only two equal listings prove that nothing else was there: see Tombstones.
      if (!list(directory).equals(names)) {
        continue;
      }
      long end = HistoryLog.now();
      unknown.values().forEach(tombstone -> add(death, tombstone, end));
      death.known.addAll(unknown.keySet());
      death.lastLook = begin;
      return;
    }
  }

  private static void add(Death death, JsonNode tombstone, long end) {
    String kind = tombstone.path("kind").asString("");
    for (Map.Entry<String, JsonNode> named : tombstone.path("revisions").properties()) {
      List<Revision> bases = new ArrayList<>();
      named.getValue().forEach(base -> bases.add(Revision.parse(base.asString(""))));
      death.namings.merge(
          Revision.parse(named.getKey()),
          new Naming(death.lastLook, end, Set.of(kind), bases),
          (before, now) -> {
            Set<String> kinds = new TreeSet<>(before.kinds());
            kinds.addAll(now.kinds());
            return new Naming(before.notBefore(), before.by(), kinds, before.bases());
          });
    }
  }

  private JsonNode read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Revision name = Revision.parse(file.getFileName().toString());
    if (!Remains.token("mps1-tombstone", name, bytes).equals(name.token())) {
      damage.add("Tombstone %s is not what its name proves".formatted(file));
      return JSON.createObjectNode();
    }
    return JSON.readTree(bytes);
  }

  private static Set<String> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return new HashSet<>(entries.map(entry -> entry.getFileName().toString()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
