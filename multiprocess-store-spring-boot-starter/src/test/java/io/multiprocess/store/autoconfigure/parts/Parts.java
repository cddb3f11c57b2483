package io.multiprocess.store.autoconfigure.parts;

import io.multiprocess.store.repository.StoreRepository;

/** A repository with a fragment and a default method. */
public interface Parts extends StoreRepository<Part, String>, PartPricing {

  /** The sum of all prices. */
  default int total() {
    return findAll().stream().mapToInt(Part::price).sum();
  }
}
