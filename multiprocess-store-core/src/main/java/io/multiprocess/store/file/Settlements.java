package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retires the rivals that a decision leaves behind.
 *
 * <p>A revision that is made from several others decides between them. Of these, the greatest of
 * each generation stays as history, so that a rival nobody has seen yet stands in conflict with it
 * when it arrives; the others are retired. Since the decision's own file says what it was made
 * from, whoever reads it finishes what a process that was killed had begun, with the same
 * tombstone.
 */
final class Settlements {

  private static final Logger log = LoggerFactory.getLogger(Settlements.class);

  private final StoreLayout layout;
  private final ObjectDirectories directories;
  private final Tombstones tombstones;
  private final Sweeper sweeper;
  private final Publisher publisher;

  Settlements(
      StoreLayout layout,
      ObjectDirectories directories,
      Tombstones tombstones,
      Sweeper sweeper,
      Publisher publisher) {
    this.layout = layout;
    this.directories = directories;
    this.tombstones = tombstones;
    this.sweeper = sweeper;
    this.publisher = publisher;
  }

  /**
   * Retires what a decision that has been read as a whole, or written, leaves behind in a view. The
   * decision is forced first, whatever the store's durability, since what it stands for is given up
   * for it.
   *
   * @param bases what the decision was made from
   */
  void finish(ObjectView view, Revision decision, Collection<Revision> bases) throws IOException {
    List<Revision> retired = leftBehind(view, bases);
    if (retired.isEmpty() || !view.live().contains(decision)) {
      return;
    }
    if (!publisher.secure(layout.revision(view.name(), decision))) {
      return;
    }
    SortedMap<Revision, Optional<List<Revision>>> dead = new TreeMap<>();
    SortedMap<Revision, Revision> evidence = new TreeMap<>();
    for (Revision rival : retired) {
      dead.put(rival, directories.bases(view.name(), rival));
      evidence.put(rival, decision);
    }
    tombstones.publish(view.name(), new Tombstone(Tombstone.SETTLE, dead, evidence));
    sweeper.sweep(view.withDead(retired));
  }

  /** Finishes for a reader, who is served whether or not this process may write. */
  void finishInPassing(ObjectView view, Revision decision, Collection<Revision> bases) {
    try {
      finish(view, decision, bases);
    } catch (IOException e) {
      log.debug("What {} of {} settles stays for now", decision, view.name(), e);
    }
  }

  private static List<Revision> leftBehind(ObjectView view, Collection<Revision> bases) {
    if (bases.size() < 2) {
      return List.of();
    }
    Revision leading = bases.stream().max(Revision::compareTo).orElseThrow();
    return bases.stream()
        .collect(Collectors.groupingBy(Revision::generation, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(rivals -> leftBehind(view, rivals, leading))
        .flatMap(List::stream)
        .toList();
  }

  /** Of rivals of one generation; one that is alone in it has nobody to be in conflict with. */
  private static List<Revision> leftBehind(
      ObjectView view, List<Revision> rivals, Revision leading) {
    Revision greatest = rivals.stream().max(Revision::compareTo).orElseThrow();
    boolean othersLive =
        view.live().stream()
            .anyMatch(live -> live.generation() == greatest.generation() && !rivals.contains(live));
    return rivals.stream()
        .filter(view.live()::contains)
        .filter(rival -> !rival.equals(leading))
        .filter(rival -> !rival.equals(greatest) || (rivals.size() == 1 && othersLive))
        .toList();
  }
}
