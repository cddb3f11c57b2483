package io.multiprocess.store.console;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.HistoryEntry.State;
import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The history of an object drawn as lines of edits: the latest generation on top, revisions of one
 * generation beside each other, each joined to what it was made from.
 *
 * @param width of the drawing
 * @param height of the drawing
 * @param nodes a point for each revision
 * @param lines from each revision down to what it was made from
 * @param levels the generations
 */
record HistoryGraph(int width, int height, List<Node> nodes, List<Line> lines, List<Level> levels) {

  private static final int LEFT = 66;
  private static final int LANE = 112;
  private static final int TOP = 34;
  private static final int ROW = 62;

  /**
   * A revision.
   *
   * @param revision the revision
   * @param x of its point
   * @param y of its point
   * @param kind winner, rival, live or dead
   * @param name its name, shortened
   * @param word what it is, in a word
   */
  record Node(Revision revision, int x, int y, String kind, String name, String word) {}

  /**
   * A line.
   *
   * @param path how it runs, as SVG has it
   * @param kind live, dead or inferred
   */
  record Line(String path, String kind) {}

  /**
   * A generation.
   *
   * @param generation its number
   * @param y of its middle
   */
  record Level(long generation, int y) {}

  /**
   * Draws a history.
   *
   * @param history the revisions, greatest first
   * @param rivals those of them that are in conflict
   */
  static HistoryGraph of(
      List<HistoryEntry<ObjectNode>> history,
      @Nullable Revision winner,
      Collection<Revision> rivals) {
    Layout layout =
        new Layout(history.stream().map(HistoryEntry::revision).collect(Collectors.toSet()));
    history.forEach(layout::place);
    List<Line> lines = new ArrayList<>();
    for (HistoryEntry<ObjectNode> entry : history) {
      for (Revision base : entry.bases().orElse(List.of())) {
        layout.line(entry, base).ifPresent(lines::add);
      }
    }
    List<Node> nodes =
        history.stream().map(entry -> node(entry, layout, kind(entry, winner, rivals))).toList();
    List<Level> levels = new ArrayList<>();
    layout.rows.forEach((generation, row) -> levels.add(new Level(generation, y(row))));
    return new HistoryGraph(
        LEFT + layout.width * LANE,
        TOP * 2 + Math.max(0, layout.rows.size() - 1) * ROW,
        nodes,
        lines,
        levels);
  }

  private static Node node(HistoryEntry<ObjectNode> entry, Layout layout, String kind) {
    Revision revision = entry.revision();
    String word = kind.equals("dead") ? entry.state().name().toLowerCase(Locale.ROOT) : kind;
    return new Node(
        revision,
        x(layout.lane(revision)),
        y(layout.row(revision)),
        kind,
        shortName(revision),
        word);
  }

  /** What a revision is to the object. */
  static String kind(
      HistoryEntry<ObjectNode> entry, @Nullable Revision winner, Collection<Revision> rivals) {
    if (entry.state() != State.LIVE) {
      return "dead";
    }
    if (entry.revision().equals(winner)) {
      return "winner";
    }
    return rivals.contains(entry.revision()) ? "rival" : "live";
  }

  /** A revision's name, short enough for a drawing. */
  static String shortName(Revision revision) {
    return revision.generation() + "-" + revision.token().substring(0, 4);
  }

  private static int x(int lane) {
    return LEFT + lane * LANE;
  }

  private static int y(int row) {
    return TOP + row * ROW;
  }

  /** Which lane each revision is in. A lane is kept free from a revision down to its base. */
  private static final class Layout {

    private final Map<Long, Integer> rows = new LinkedHashMap<>();
    private final Map<Revision, Integer> lanes = new HashMap<>();
    private final List<@Nullable Revision> awaited = new ArrayList<>();
    private final Map<Integer, Set<Integer>> taken = new HashMap<>();
    private final Set<Revision> drawn;
    private int width;

    Layout(Set<Revision> drawn) {
      this.drawn = drawn;
    }

    /** To be called with the greatest revision first. */
    void place(HistoryEntry<ObjectNode> entry) {
      Revision revision = entry.revision();
      int row = rows.computeIfAbsent(revision.generation(), generation -> rows.size());
      Set<Integer> inRow = taken.computeIfAbsent(row, none -> new HashSet<>());
      int lane = awaited.indexOf(revision);
      for (int i = 0; i < awaited.size(); i++) {
        if (revision.equals(awaited.get(i))) {
          awaited.set(i, null);
        }
      }
      if (lane < 0) {
        lane = free(inRow);
      }
      inRow.add(lane);
      lanes.put(revision, lane);
      width = Math.max(width, lane + 1);
      boolean first = true;
      for (Revision base : entry.bases().orElse(List.of())) {
        if (drawn.contains(base) && !awaited.contains(base)) {
          awaitAt(first ? lane : free(inRow), base);
        }
        first = false;
      }
    }

    private void awaitAt(int lane, Revision base) {
      while (awaited.size() <= lane) {
        awaited.add(null);
      }
      awaited.set(lane, base);
    }

    private int free(Set<Integer> inRow) {
      int lane = 0;
      while (inRow.contains(lane) || (lane < awaited.size() && awaited.get(lane) != null)) {
        lane++;
      }
      return lane;
    }

    int lane(Revision revision) {
      return lanes.getOrDefault(revision, 0);
    }

    int row(Revision revision) {
      return rows.getOrDefault(revision.generation(), 0);
    }

    /** From a revision down to its base; empty if that is not drawn. */
    Optional<Line> line(HistoryEntry<ObjectNode> entry, Revision base) {
      if (!lanes.containsKey(base) || base.generation() >= entry.revision().generation()) {
        return Optional.empty();
      }
      int fromX = x(lane(entry.revision()));
      int fromY = y(row(entry.revision()));
      int toX = x(lane(base));
      int toY = y(row(base));
      // The lane of a base is kept free from the row of whatever was made from it.
      String path =
          fromX == toX
              ? "M%d %dV%d".formatted(fromX, fromY, toY)
              : "M%d %dC%d %d %d %d %d %dV%d"
                  .formatted(
                      fromX,
                      fromY,
                      fromX,
                      fromY + ROW * 2 / 3,
                      toX,
                      fromY + ROW / 3,
                      toX,
                      fromY + ROW,
                      toY);
      String kind = entry.isLive() ? "live" : "dead";
      return Optional.of(new Line(path, entry.inferred() ? "inferred" : kind));
    }
  }
}
