package io.multiprocess.store.file;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was used last, for facts that never change. Safe for use by several threads.
 *
 * <p>Facts are weighed, because they come from files that anybody may have written: as many as fit
 * into the room are kept, and the last one however heavy it is.
 */
final class RecentlyUsed<K, V> {

  private final int room;
  private final ToIntFunction<? super V> weight;
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long taken;

  /**
   * Remembers nothing yet.
   *
   * @param room what all that is kept may weigh
   * @param weight what a fact weighs, always the same and at least 1
   */
  RecentlyUsed(int room, ToIntFunction<? super V> weight) {
    this.room = room;
    this.weight = weight;
  }

  synchronized @Nullable V get(K key) {
    return entries.get(key);
  }

  synchronized void put(K key, V value) {
    V former = entries.put(key, value);
    taken += weight.applyAsInt(value) - (former == null ? 0 : weight.applyAsInt(former));
    Iterator<V> eldest = entries.values().iterator();
    while (taken > room && entries.size() > 1) {
      taken -= weight.applyAsInt(eldest.next());
      eldest.remove();
    }
  }
}
