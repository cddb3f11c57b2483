package io.multiprocess.store.docs;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.StoreListener;
import io.multiprocess.store.spring.StoreOptionsCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Stores that somebody listens to. */
@Configuration(proxyBeanMethods = false)
class OptionsExample {

  // example: options
  @Bean
  StoreOptionsCustomizer damageIsReported(Alarm alarm) {
    return (store, options) ->
        options.withListener(
            new StoreListener() {
              @Override
              public void revisionDamaged(DamagedRevisionException damage) {
                alarm.ring("Store '%s': %s".formatted(store, damage.getMessage()));
              }
            });
  }

  // end

  /** Wakes somebody. */
  interface Alarm {
    void ring(String reason);
  }
}
