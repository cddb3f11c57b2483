package io.multiprocess.store.test.library;

import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.StoreOptionsCustomizer;
import org.springframework.stereotype.Component;

/** Books are not deep. */
@Component
public class Depth implements StoreOptionsCustomizer {

  @Override
  public StoreOptions customize(String store, StoreOptions options) {
    return options.withMaxDepth(10);
  }
}
