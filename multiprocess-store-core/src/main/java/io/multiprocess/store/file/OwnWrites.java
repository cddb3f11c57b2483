package io.multiprocess.store.file;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an opened store has published and not yet seen in its own changes feed, so that the feed can
 * tell it from what others wrote. Nothing is noted unless there is a feed.
 *
 * <p>A write is noted before it becomes visible, so that nobody sees it un-noted; and is forgotten
 * when somebody has looked at the object after it had become visible.
 */
final class OwnWrites {

  private static final int OBJECTS = 1 << 16;

  /** By object, the file names of what was written, and whether each is known to be visible. */
  private final Map<String, Map<String, Boolean>> writes = new LinkedHashMap<>();

  private boolean wanted;

  synchronized void want(boolean value) {
    wanted = value;
    writes.clear();
  }

  synchronized boolean isWanted() {
    return wanted;
  }

  synchronized void expect(String name, String file) {
    if (wanted) {
      writes.computeIfAbsent(name, n -> new HashMap<>()).putIfAbsent(file, false);
      if (writes.size() > OBJECTS) {
        writes.remove(writes.keySet().iterator().next());
      }
    }
  }

  synchronized void becameVisible(String name, String file) {
    Map<String, Boolean> ofObject = writes.get(name);
    if (ofObject != null) {
      ofObject.replace(file, true);
    }
  }

  /** What was written to an object. */
  synchronized Set<String> to(String name) {
    return Set.copyOf(writes.getOrDefault(name, Map.of()).keySet());
  }

  /** What was written to an object and is visible by now. */
  synchronized Set<String> visible(String name) {
    Map<String, Boolean> visible = new HashMap<>(writes.getOrDefault(name, Map.of()));
    visible.values().removeIf(isVisible -> !isVisible);
    return Set.copyOf(visible.keySet());
  }

  synchronized void forget(String name, Set<String> files) {
    Map<String, Boolean> ofObject = writes.get(name);
    if (ofObject != null) {
      ofObject.keySet().removeAll(files);
      if (ofObject.isEmpty()) {
        writes.remove(name);
      }
    }
  }
}
