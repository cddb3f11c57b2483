package io.multiprocess.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.multiprocess.store.observation.StoreOperationObservation.HighCardinalityKeys;
import io.multiprocess.store.observation.StoreOperationObservation.LowCardinalityKeys;

/** Calls and tags operations as {@link StoreOperationObservation} documents. */
public class DefaultStoreOperationObservationConvention
    implements StoreOperationObservationConvention {

  private static final String NAME = "multiprocess.store.operations";

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public String getContextualName(StoreOperationContext context) {
    return context.operation().key() + " " + context.store();
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(StoreOperationContext context) {
    StoreOutcome outcome = context.outcome();
    return KeyValues.of(
        LowCardinalityKeys.STORE.withValue(context.store()),
        LowCardinalityKeys.OPERATION.withValue(context.operation().key()),
        LowCardinalityKeys.OUTCOME.withValue(
            outcome == null ? KeyValue.NONE_VALUE : outcome.key()));
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(StoreOperationContext context) {
    KeyValues keyValues = KeyValues.empty();
    if (context.id() != null) {
      keyValues = keyValues.and(HighCardinalityKeys.ID.withValue(context.id()));
    }
    if (context.revision() != null) {
      keyValues =
          keyValues.and(HighCardinalityKeys.REVISION.withValue(context.revision().toString()));
    }
    return keyValues;
  }
}
