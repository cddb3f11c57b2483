package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that is known of one object: what processes were told, what died when, and what lies there.
 */
final class ObjectHistory {

  private final String id;
  private final List<Write> writes = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private final List<Survey> surveys = new ArrayList<>();
  private final NavigableMap<Revision, Body> bodies = new TreeMap<>();
  private final Map<Revision, Naming> namings = new HashMap<>();

  ObjectHistory(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  void add(Write write) {
    writes.add(write);
  }

  void add(Read read) {
    reads.add(read);
  }

  void add(Survey survey) {
    surveys.add(survey);
  }

  void add(Body body) {
    bodies.put(body.revision(), body);
  }

  void add(Revision named, Naming naming) {
    namings.put(named, naming);
  }

  List<Write> writes() {
    return writes;
  }

  List<Read> reads() {
    return reads;
  }

  List<Survey> surveys() {
    return surveys;
  }

  NavigableMap<Revision, Body> bodies() {
    return bodies;
  }

  Map<Revision, Naming> namings() {
    return namings;
  }

  Optional<Naming> naming(Revision revision) {
    return Optional.ofNullable(namings.get(revision));
  }

  /** Bases of every revision whose file or tombstone tells them, greatest revision first. */
  NavigableMap<Revision, List<Revision>> bases() {
    NavigableMap<Revision, List<Revision>> bases = new TreeMap<>();
    namings.forEach((revision, naming) -> bases.put(revision, naming.bases()));
    bodies.forEach(
        (revision, body) -> {
          if (!body.bases().isEmpty()) {
            bases.put(revision, body.bases());
          }
        });
    return bases.descendingMap();
  }

  /**
   * The revision that each acknowledged write has published. The npm package does not always tell
   * it; then it is the one whose document names the write.
   */
  Map<Write, Revision> published() {
    Map<String, Revision> byWrite = new HashMap<>();
    bodies.forEach((revision, body) -> byWrite.putIfAbsent(body.write(), revision));
    Map<Write, Revision> published = new HashMap<>();
    for (Write write : writes) {
      if (write.isAcknowledged() && write.publishes()) {
        write
            .revision()
            .or(() -> Optional.ofNullable(byWrite.get(write.name())))
            .ifPresent(revision -> published.put(write, revision));
      }
    }
    return published;
  }
}
