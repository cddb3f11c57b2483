package io.multiprocess.store.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Says what an observed operation is called and tagged with. A bean replaces the default. */
public interface StoreOperationObservationConvention
    extends ObservationConvention<StoreOperationContext> {

  @Override
  default boolean supportsContext(Observation.Context context) {
    return context instanceof StoreOperationContext;
  }
}
