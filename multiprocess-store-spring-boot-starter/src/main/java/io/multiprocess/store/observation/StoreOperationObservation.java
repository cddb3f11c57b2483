package io.multiprocess.store.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations that are made of stores. */
public enum StoreOperationObservation implements ObservationDocumentation {

  /** One operation on one store: {@code multiprocess.store.operations}. */
  OPERATION {
    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>>
        getDefaultConvention() {
      return DefaultStoreOperationObservationConvention.class;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
      return LowCardinalityKeys.values();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
      return HighCardinalityKeys.values();
    }
  };

  /** Keys of meters and traces. */
  public enum LowCardinalityKeys implements KeyName {
    /** What the application calls the store. */
    STORE {
      @Override
      public String asString() {
        return "store";
      }
    },
    /** What was done: a key of {@link StoreOperation}. */
    OPERATION {
      @Override
      public String asString() {
        return "operation";
      }
    },
    /** How it ended: a key of {@link StoreOutcome}, or {@code none} while it runs. */
    OUTCOME {
      @Override
      public String asString() {
        return "outcome";
      }
    }
  }

  /** Keys of traces alone. */
  public enum HighCardinalityKeys implements KeyName {
    /** Id of the object, if the operation is about one. */
    ID {
      @Override
      public String asString() {
        return "id";
      }
    },
    /** Revision that was read or written, if it is one. */
    REVISION {
      @Override
      public String asString() {
        return "revision";
      }
    }
  }
}
