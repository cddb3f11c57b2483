package io.multiprocess.store.spring;

import java.util.Map;
import org.springframework.context.SmartLifecycle;

/**
 * Maintains stores in the background: once at the start, and then at the interval of each. It can
 * be stopped and started again.
 *
 * <p>Any number of processes may maintain one store, and others may write to it meanwhile.
 */
public final class StoreMaintenance implements SmartLifecycle {

  private final Repetition runs;

  /** Maintains each store as it is said; this begins with {@link #start()}. */
  public StoreMaintenance(Map<StoreTemplate, Maintenance> stores) {
    this.runs =
        new Repetition(
            "multiprocess-store-maintenance-",
            stores.entrySet().stream()
                .filter(store -> store.getValue().isNeeded())
                .map(store -> task(store.getKey(), store.getValue()))
                .toList());
  }

  private static Repetition.Task task(StoreTemplate template, Maintenance maintenance) {
    MaintainedStore store = new MaintainedStore(template, maintenance);
    return new Repetition.Task(store::run, maintenance.interval());
  }

  @Override
  public void start() {
    runs.start();
  }

  @Override
  public void stop() {
    runs.stop();
  }

  @Override
  public boolean isRunning() {
    return runs.isRunning();
  }
}
