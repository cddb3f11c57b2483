package io.multiprocess.store.autoconfigure.parts;

import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.beans.factory.annotation.Qualifier;

class PartPricingImpl implements PartPricing {

  private final StoreTemplate template;

  PartPricingImpl(@Qualifier("parts") StoreTemplate template) {
    this.template = template;
  }

  @Override
  public String shownPrice(String id) {
    return template.get(Part.class, id).price() + " EUR";
  }
}
