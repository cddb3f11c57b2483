package io.multiprocess.store.spring;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.StoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what is damaged in a store. */
final class DamageLogger implements StoreListener {

  private static final Logger log = LoggerFactory.getLogger(DamageLogger.class);

  private final String name;

  DamageLogger(String name) {
    this.name = name;
  }

  @Override
  public void revisionDamaged(DamagedRevisionException damage) {
    log.warn("Store '{}': {}", name, damage.getMessage());
  }
}
