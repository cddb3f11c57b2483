package io.multiprocess.store.autoconfigure.parts;

import io.multiprocess.store.repository.StoreRepository;

/** A class with a repository inside. */
public final class Shelf {

  private Shelf() {}

  /** A nested repository. */
  public interface ShelvedParts extends StoreRepository<Part, String> {}
}
