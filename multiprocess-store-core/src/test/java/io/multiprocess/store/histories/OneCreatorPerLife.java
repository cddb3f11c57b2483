package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Of the creates that race, one is acknowledged. Those of the npm package are left out: it may hold
 * back its first file for longer than the grace, and then both succeed and show as a conflict.
 */
final class OneCreatorPerLife implements Oracle {

  @Override
  public void check(ObjectHistory object, Consumer<String> violations) {
    if (Workload.isShared(object.id())) {
      return;
    }
    Lifetimes lifetimes = Lifetimes.live(object);
    List<Map.Entry<Write, Revision>> creates =
        object.published().entrySet().stream()
            .filter(create -> create.getKey().kind() == WriteKind.CREATE)
            .sorted(Comparator.comparingLong(create -> create.getKey().end()))
            .toList();
    List<Map.Entry<Write, Revision>> live = new ArrayList<>();
    for (Map.Entry<Write, Revision> create : creates) {
      long end = create.getKey().end();
      live.removeIf(earlier -> lifetimes.until(earlier.getValue()) < end);
      if (lifetimes.until(create.getValue()) >= end) {
        live.forEach(
            earlier ->
                violations.accept(
                    "%s and %s both created one life"
                        .formatted(earlier.getKey(), create.getKey())));
        live.add(create);
      }
    }
  }
}
