package io.multiprocess.store.file;

import io.multiprocess.store.Change;
import io.multiprocess.store.Change.Kind;
import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an observer knows who is told nothing but changes. */
final class Mirror implements ChangeListener {

  private final Map<String, Revision> winners = new TreeMap<>();
  private final List<Change> told = new ArrayList<>();
  private int begun;

  /** The winners of a store as it can be read by anybody. */
  static Map<String, Revision> of(ObjectStore store) {
    List<String> ids;
    try (Stream<String> all = store.ids()) {
      ids = all.toList();
    }
    return ids.stream()
        .flatMap(id -> store.find(id).stream())
        .collect(Collectors.toMap(object -> object.id(), object -> object.revision()));
  }

  @Override
  public synchronized void changed(Change change) {
    told.add(change);
    if (change.kind() == Kind.DELETED) {
      winners.remove(change.id());
    } else {
      winners.put(change.id(), change.revision().orElseThrow());
    }
  }

  @Override
  public synchronized void begunAnew() {
    begun++;
    winners.clear();
  }

  /** Takes a batch, and gives its position. */
  synchronized String take(ChangeBatch batch) {
    if (batch.complete()) {
      begunAnew();
    }
    batch.changes().forEach(this::changed);
    return batch.position();
  }

  synchronized Map<String, Revision> winners() {
    return new TreeMap<>(winners);
  }

  synchronized List<Change> told() {
    return List.copyOf(told);
  }

  synchronized int begun() {
    return begun;
  }

  /** Kinds and ids of what was told, one after the other. */
  synchronized List<String> lines() {
    return told.stream().map(Mirror::line).toList();
  }

  static String line(Change change) {
    return "%s %s%s %s"
        .formatted(
            change.id(),
            change.kind(),
            change.conflict() == Change.ConflictChange.NONE ? "" : " " + change.conflict(),
            change.origin());
  }
}
