package io.multiprocess.store;

/**
 * Hears what a store notices beside the answers it gives.
 *
 * <p>Called on the thread of the operation that noticed; a listener must be quick, thread-safe, and
 * must not throw.
 */
public interface StoreListener {

  /** A listener that does nothing. */
  StoreListener NONE = new StoreListener() {};

  /**
   * A damaged revision was passed over. Its reader was served the next lower live revision if there
   * is one. Told once for each revision and opened store.
   *
   * @param damage which revision of which object, and what is wrong with it; not thrown at anybody
   */
  default void revisionDamaged(DamagedRevisionException damage) {}

  /**
   * This process has settled a conflict. Told after the settlement was published.
   *
   * @param settlement what was retired, for what, and by whom
   */
  default void conflictSettled(Settlement settlement) {}
}
