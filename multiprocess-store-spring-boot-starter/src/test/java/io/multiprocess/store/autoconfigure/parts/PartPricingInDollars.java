package io.multiprocess.store.autoconfigure.parts;

class PartPricingInDollars implements PartPricing {

  @Override
  public String shownPrice(String id) {
    return "some USD";
  }
}
