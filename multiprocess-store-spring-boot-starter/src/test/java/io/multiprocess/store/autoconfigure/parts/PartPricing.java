package io.multiprocess.store.autoconfigure.parts;

/** A fragment of a repository. */
public interface PartPricing {

  /** The price of a part as it is shown. */
  String shownPrice(String id);
}
