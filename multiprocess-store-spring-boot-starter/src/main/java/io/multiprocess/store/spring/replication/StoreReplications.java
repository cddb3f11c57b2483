package io.multiprocess.store.spring.replication;

import io.multiprocess.store.spring.StoreTemplate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps stores equal to stores in other directories: once at the start, at the interval of each,
 * and when they change. It can be stopped and started again.
 *
 * <p>Of several processes that share a store, one is enough; more do no harm.
 */
public final class StoreReplications implements SmartLifecycle {

  private final List<ReplicatedStore> stores;

  /** Replicates each store as it is planned; this begins with {@link #start()}. */
  public StoreReplications(Map<StoreTemplate, ReplicationPlan> plans, InstantSource clock) {
    this.stores =
        plans.entrySet().stream()
            .map(
                entry ->
                    new ReplicatedStore(
                        entry.getKey().name(),
                        entry
                            .getKey()
                            .files()
                            .orElseThrow(
                                () ->
                                    new IllegalArgumentException(
                                        "Store '%s' has no files that could be replicated"
                                            .formatted(entry.getKey().name()))),
                        entry.getValue(),
                        clock))
            .toList();
  }

  /** What is known of the replication of a store; empty if it has none. */
  public Optional<ReplicationState> state(String store) {
    return stores.stream()
        .filter(replicated -> replicated.name().equals(store))
        .map(ReplicatedStore::state)
        .findFirst();
  }

  /** Calls for the name and the state of each store that is replicated. */
  public void forEach(BiConsumer<String, ReplicationState> visitor) {
    stores.forEach(replicated -> visitor.accept(replicated.name(), replicated.state()));
  }

  @Override
  public void start() {
    stores.forEach(ReplicatedStore::start);
  }

  @Override
  public void stop() {
    stores.forEach(ReplicatedStore::stop);
  }

  @Override
  public boolean isRunning() {
    return stores.stream().anyMatch(ReplicatedStore::isRunning);
  }
}
