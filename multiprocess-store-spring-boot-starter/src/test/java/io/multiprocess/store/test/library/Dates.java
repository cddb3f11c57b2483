package io.multiprocess.store.test.library;

import io.multiprocess.store.spring.StoreMapperCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Adds to the mapping of entities. */
@Component
public class Dates implements StoreMapperCustomizer {

  @Override
  public void customize(JsonMapper.Builder builder) {
    builder.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
  }
}
