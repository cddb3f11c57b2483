package io.multiprocess.store.observation;

import io.micrometer.observation.Observation;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** An observation that was started and ends once, whoever says so first. */
final class RunningOperation {

  private final Observation observation;
  private final StoreOperationContext context;
  private final AtomicBoolean ended = new AtomicBoolean();

  RunningOperation(Observation observation, StoreOperationContext context) {
    this.observation = observation;
    this.context = context;
  }

  /** Makes a call as part of the operation, so that what it observes has this as its parent. */
  <T> T inScope(Supplier<T> call) {
    Observation.Scope scope = observation.openScope();
    try {
      return call.get();
    } finally {
      scope.close();
    }
  }

  /** Ends with what the operation came to. */
  void end(Object result) {
    if (ended.compareAndSet(false, true)) {
      context.endWith(result);
      observation.stop();
    }
  }

  /** Ends with what the operation threw. */
  void fail(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      if (context.endWith(failure).isFailure()) {
        observation.error(failure);
      }
      observation.stop();
    }
  }
}
