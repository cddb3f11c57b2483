package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An immutable record of revisions that are dead, each with its bases where they are known.
 *
 * <p>It holds neither time nor author, so that two hosts that delete the same revisions write the
 * same file. As JSON: {@code {"kind": "delete", "revisions": {"1-…": ["0-…"], "0-…": []}}}; the
 * bases of a revision of unknown ancestry are {@code null}. A revision that another one stands for
 * names it under {@code "evidence": {"1-…": "2-…"}}.
 *
 * @param kind why the revisions died: one of the constants here, or what a later version writes
 *     there. Dead they are whatever it says; whether that leaves a conflict open depends on it
 * @param revisions the dead, in election order, with their bases if known
 * @param evidence for some of the dead, the revision that stands for them
 */
record Tombstone(
    String kind,
    SortedMap<Revision, Optional<List<Revision>>> revisions,
    SortedMap<Revision, Revision> evidence) {

  static final String DELETE = "delete";

  /** Records what died because all that was made from it is dead. */
  static final String ANCESTOR = "ancestor";

  /**
   * Says that another revision stands for these: rivals that are retired by it, or what a deletion
   * named that did not see it.
   */
  static final String SETTLE = "settle";

  /** Retires superseded revisions by a retention. */
  static final String COMPACT = "compact";

  private static final String REVISIONS = "revisions";
  private static final String EVIDENCE = "evidence";

  Tombstone {
    if (revisions.isEmpty()) {
      throw new IllegalArgumentException("Tombstone names no revision; expected at least one");
    }
    revisions = Collections.unmodifiableSortedMap(new TreeMap<>(revisions));
    evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
  }

  Tombstone(String kind, SortedMap<Revision, Optional<List<Revision>>> revisions) {
    this(kind, revisions, Collections.emptySortedMap());
  }

  /**
   * One that says all that the given ones of one kind say. The order of the given ones does not
   * matter, so that all hosts that merge the same write the same file.
   */
  static Tombstone merged(String kind, Collection<Tombstone> tombstones) {
    SortedMap<Revision, Optional<List<Revision>>> revisions = new TreeMap<>();
    SortedMap<Revision, Revision> evidence = new TreeMap<>();
    for (Tombstone tombstone : tombstones) {
      tombstone.addTo(revisions);
      tombstone.addEvidenceTo(evidence);
    }
    return new Tombstone(kind, revisions, evidence);
  }

  /** Adds the evidence to others'; where both have some for one revision, the greater counts. */
  void addEvidenceTo(SortedMap<Revision, Revision> standing) {
    evidence.forEach((dead, by) -> standing.merge(dead, by, (a, b) -> a.compareTo(b) >= 0 ? a : b));
  }

  /** Adds the dead to others; where both know bases of one, the first in order of text count. */
  void addTo(SortedMap<Revision, Optional<List<Revision>>> dead) {
    revisions.forEach(
        (revision, bases) ->
            dead.merge(
                revision,
                bases,
                (a, b) ->
                    a.isEmpty() || (b.isPresent() && b.toString().compareTo(a.toString()) < 0)
                        ? b
                        : a));
  }

  /** How many revisions it names, bases among them. */
  int names() {
    return revisions.values().stream().mapToInt(b -> 1 + b.map(List::size).orElse(0)).sum();
  }

  /** The generation in the file's name: one above the greatest dead one. */
  long generation() {
    return Math.min(revisions.lastKey().generation() + 1, Revision.MAX_GENERATION);
  }

  byte[] encode(DocumentCodec codec) {
    ObjectNode json = codec.newObject();
    json.put("kind", kind);
    ObjectNode named = json.putObject(REVISIONS);
    for (Map.Entry<Revision, Optional<List<Revision>>> dead : revisions.entrySet()) {
      if (dead.getValue().isPresent()) {
        ArrayNode bases = named.putArray(dead.getKey().toString());
        dead.getValue().get().forEach(base -> bases.add(base.toString()));
      } else {
        named.putNull(dead.getKey().toString());
      }
    }
    if (!evidence.isEmpty()) {
      ObjectNode standing = json.putObject(EVIDENCE);
      evidence.forEach((dead, by) -> standing.put(dead.toString(), by.toString()));
    }
    return codec.encode(json);
  }

  /**
   * Reads a tombstone whose name has been verified.
   *
   * @throws IOException if it is not one; the message says why
   */
  static Tombstone decode(byte[] bytes, DocumentCodec codec) throws IOException {
    ObjectNode json = codec.decode(bytes);
    JsonNode kind = json.get("kind");
    JsonNode named = json.get(REVISIONS);
    if (kind == null || !kind.isString() || !(named instanceof ObjectNode) || named.isEmpty()) {
      throw new IOException("file names no dead revisions");
    }
    SortedMap<Revision, Optional<List<Revision>>> revisions = new TreeMap<>();
    for (Map.Entry<String, JsonNode> dead : named.properties()) {
      revisions.put(revision(dead.getKey()), bases(dead.getValue()));
    }
    SortedMap<Revision, Revision> evidence = new TreeMap<>();
    if (json.get(EVIDENCE) instanceof ObjectNode standing) {
      for (Map.Entry<String, JsonNode> dead : standing.properties()) {
        evidence.put(revision(dead.getKey()), revision(dead.getValue().asString("")));
      }
    }
    return new Tombstone(kind.asString(), revisions, evidence);
  }

  private static Optional<List<Revision>> bases(JsonNode json) throws IOException {
    if (json.isNull()) {
      return Optional.empty();
    }
    if (!json.isArray()) {
      throw new IOException("bases are a JSON %s".formatted(json.getNodeType()));
    }
    List<Revision> bases = new ArrayList<>();
    for (JsonNode base : json) {
      bases.add(revision(base.asString("")));
    }
    return Optional.of(List.copyOf(bases));
  }

  private static Revision revision(String name) throws IOException {
    if (!Revision.isRevision(name)) {
      throw new IOException("'%s' is not a revision".formatted(name));
    }
    return Revision.parse(name);
  }
}
