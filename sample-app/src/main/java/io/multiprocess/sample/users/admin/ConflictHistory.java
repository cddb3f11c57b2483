package io.multiprocess.sample.users.admin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.multiprocess.store.spring.StoreTemplate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Remembers what the meters of the store said, as often as they change and as long as the process
 * runs. An application that is watched by Prometheus needs nothing of the kind.
 */
@Component
class ConflictHistory {

  /** An hour, at the five seconds that refreshes take by default. */
  static final int LENGTH = 720;

  private static final String CONFLICTS = "multiprocess.store.conflicts";

  private final MeterRegistry meters;
  private final String store;

  /** Guards the figures. */
  private final Lock lock = new ReentrantLock();

  private final Deque<Figures> figures = new ArrayDeque<>();

  ConflictHistory(MeterRegistry meters, StoreTemplate template) {
    this.meters = meters;
    this.store = template.name();
  }

  /** What is remembered, the oldest first. */
  List<Figures> figures() {
    lock.lock();
    try {
      return new ArrayList<>(figures);
    } finally {
      lock.unlock();
    }
  }

  @Scheduled(fixedRateString = "${multiprocess-store.refresh-interval:5s}")
  void take() {
    add(
        new Figures(
            Instant.now(),
            gauge("current"),
            gauge("past"),
            counted(find(CONFLICTS + ".detected")),
            counted(find(CONFLICTS + ".settled"))));
  }

  void add(Figures latest) {
    lock.lock();
    try {
      figures.addLast(latest);
      if (figures.size() > LENGTH) {
        figures.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  private long gauge(String state) {
    Gauge gauge = find(CONFLICTS).tag("state", state).gauge();
    return gauge == null ? 0 : (long) gauge.value();
  }

  private static long counted(Search counters) {
    return (long) counters.functionCounters().stream().mapToDouble(FunctionCounter::count).sum();
  }

  private Search find(String name) {
    return meters.find(name).tag("store", store);
  }
}
