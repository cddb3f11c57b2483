package io.multiprocess.store.docs;

import io.micrometer.common.KeyValues;
import io.multiprocess.store.observation.DefaultStoreOperationObservationConvention;
import io.multiprocess.store.observation.StoreOperationContext;
import io.multiprocess.store.observation.StoreOperationObservationConvention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Observations with one more tag. */
@Configuration(proxyBeanMethods = false)
class ObservationExample {

  // example: convention
  @Bean
  StoreOperationObservationConvention storeConvention() {
    return new DefaultStoreOperationObservationConvention() {
      @Override
      public KeyValues getLowCardinalityKeyValues(StoreOperationContext context) {
        return super.getLowCardinalityKeyValues(context).and("team", "accounts");
      }
    };
  }
  // end
}
