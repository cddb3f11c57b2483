package io.multiprocess.store.file;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one look at an object saw: its tombstones first, its directory second.
 *
 * @param name the object's directory name
 * @param directory what stands at that name
 * @param live the live revisions, in election order
 * @param dead the dead revisions whose files still lie there, in election order
 * @param unnamed those of them that no tombstone names: all that was made from them is dead
 * @param greatestDead the greatest generation a tombstone names, or -1
 */
record ObjectView(
    String name,
    Directory directory,
    NavigableSet<Revision> live,
    NavigableSet<Revision> dead,
    NavigableSet<Revision> unnamed,
    long greatestDead) {

  /** What stands at an object's name. */
  enum Directory {
    ABSENT,
    EMPTY,
    /** Revisions, dead or alive. */
    REVISIONS,
    /** Nothing but files that no store wrote. */
    FOREIGN
  }

  boolean exists() {
    return !live.isEmpty();
  }

  /** The same view after a tombstone has named some of its live revisions. */
  ObjectView withDead(Collection<Revision> named) {
    NavigableSet<Revision> stillLive = new TreeSet<>(live);
    stillLive.removeAll(named);
    NavigableSet<Revision> nowDead = new TreeSet<>(dead);
    nowDead.addAll(named);
    return new ObjectView(name, directory, stillLive, nowDead, unnamed, greatestDead);
  }

  /** The conflicts among the live revisions, by ascending generation. */
  List<Conflict> conflicts(String id) {
    SortedMap<Long, List<Revision>> generations = new TreeMap<>();
    for (Revision revision : live) {
      generations.computeIfAbsent(revision.generation(), g -> new ArrayList<>()).add(revision);
    }
    return generations.values().stream()
        .filter(group -> group.size() > 1)
        .map(
            group -> new Conflict(id, group, group.get(0).generation() == live.last().generation()))
        .toList();
  }
}
