package io.multiprocess.store.interleavings;

import io.multiprocess.store.Revision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What became of the object: what was published, what was named dead, who was told what, when. */
final class Journal {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** A publication: its moment, what the document says of its origin, and its bases. */
  record Publication(int when, String mark, List<Revision> bases) {}

  /** Revisions that were named dead at once. */
  record Naming(int when, String kind, Set<Revision> revisions) {}

  private final Map<Revision, Publication> publications = new TreeMap<>();
  private final List<Naming> namings = new ArrayList<>();
  private final List<Operation.Call> calls = new ArrayList<>();
  private int now;

  /** The same past, to be continued otherwise. */
  Journal copy() {
    Journal copy = new Journal();
    copy.publications.putAll(publications);
    copy.namings.addAll(namings);
    copy.calls.addAll(calls);
    copy.now = now;
    return copy;
  }

  void tick() {
    now++;
  }

  int now() {
    return now;
  }

  void begun(Operation.Call call) {
    call.began = now;
    calls.add(call);
  }

  void ended(Operation.Call call) {
    call.ended = now;
  }

  /** A revision came into the object's directory. */
  void published(Revision revision, byte[] content) {
    if (!publications.containsKey(revision)) {
      publications.put(revision, read(content));
    }
  }

  private Publication read(byte[] content) {
    try {
      JsonNode json = JSON.readTree(content);
      List<Revision> bases =
          Arrays.stream(json.path("_rev").asString("").split(" ", -1))
              .filter(Revision::isRevision)
              .map(Revision::parse)
              .toList();
      return new Publication(now, json.path(Client.MARK).asString(""), bases);
    } catch (JacksonException e) {
      return new Publication(
          now, "unreadable " + new String(content, StandardCharsets.UTF_8), List.of());
    }
  }

  /** A tombstone appeared. */
  void named(byte[] tombstone) {
    JsonNode json = JSON.readTree(tombstone);
    Set<Revision> revisions = new HashSet<>();
    json.path("revisions").propertyNames().forEach(name -> revisions.add(Revision.parse(name)));
    named(json.path("kind").asString(""), revisions);
  }

  /** Some revisions are meant to be dead from now on. */
  void named(String kind, Set<Revision> revisions) {
    namings.add(new Naming(now, kind, Set.copyOf(revisions)));
  }

  List<Operation.Call> calls() {
    return calls;
  }

  List<Naming> namings() {
    return namings;
  }

  Map<Revision, Publication> publications() {
    return publications;
  }

  /** The last revision that a process wrote or saw, or else that anybody had published before. */
  Revision lastSeenBy(int process) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      Operation.Call call = calls.get(i);
      if (call.process == process && call.ended != Operation.Call.NEVER) {
        if (call.written != null) {
          return call.written;
        }
        if (!call.seen.isEmpty()) {
          return call.seen.get(0);
        }
      }
    }
    Revision greatest = new Revision(0, "0".repeat(32));
    for (Operation.Call call : calls) {
      if (call.process == World.TEST && call.written != null) {
        greatest = call.written.compareTo(greatest) > 0 ? call.written : greatest;
      }
    }
    return greatest;
  }

  /**
   * What was dead at a moment: what was named, and what others were made from of which none lives.
   */
  NavigableSet<Revision> deadAt(int when) {
    NavigableSet<Revision> dead = new TreeSet<>();
    for (Naming naming : namings) {
      if (naming.when <= when) {
        dead.addAll(naming.revisions);
      }
    }
    if (dead.isEmpty()) {
      return dead;
    }
    Set<Revision> parents = new HashSet<>();
    Set<Revision> present = new HashSet<>();
    publications.forEach(
        (revision, publication) -> {
          if (publication.when <= when) {
            present.add(revision);
            parents.addAll(publication.bases);
          }
        });
    Set<Revision> alive = new HashSet<>();
    Deque<Revision> living = new ArrayDeque<>(present);
    living.removeIf(revision -> dead.contains(revision) || parents.contains(revision));
    while (!living.isEmpty()) {
      Revision revision = living.remove();
      Publication publication = publications.get(revision);
      if (alive.add(revision) && publication != null) {
        living.addAll(publication.bases);
      }
    }
    present.removeAll(alive);
    dead.addAll(present);
    return dead;
  }

  /** What tombstones of a kind have named. */
  Set<Revision> named(String kind) {
    Set<Revision> named = new HashSet<>();
    namings.stream()
        .filter(naming -> naming.kind.equals(kind))
        .forEach(naming -> named.addAll(naming.revisions));
    return named;
  }

  /**
   * What was deleted at a moment. What was only settled or compacted away has something made from
   * it that lives, and reads do not go back behind that.
   */
  NavigableSet<Revision> deletedAt(int when) {
    NavigableSet<Revision> deleted = deadAt(when);
    Set<Revision> needed = new HashSet<>();
    Deque<Revision> living = new ArrayDeque<>();
    publications.forEach(
        (revision, publication) -> {
          if (publication.when <= when && !deleted.contains(revision)) {
            living.add(revision);
          }
        });
    while (!living.isEmpty()) {
      Publication publication = publications.get(living.remove());
      if (publication != null) {
        publication.bases.stream().filter(needed::add).forEach(living::add);
      }
    }
    for (Naming naming : namings) {
      if (naming.when <= when && naming.kind.equals("delete")) {
        needed.removeAll(naming.revisions);
      }
    }
    deleted.removeAll(needed);
    return deleted;
  }

  /** The moments from one to another at which something may have died. */
  List<Integer> moments(int from, int to) {
    List<Integer> moments = new ArrayList<>(List.of(from));
    for (Naming naming : namings) {
      if (naming.when > from && naming.when <= to) {
        moments.add(naming.when);
      }
    }
    return moments;
  }
}
