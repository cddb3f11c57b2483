package io.multiprocess.store.docs;

import io.multiprocess.store.spring.StoreTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Pages behind WebFlux. */
@RestController
class ReactiveExample {

  private final StoreTemplate store;

  ReactiveExample(StoreTemplate store) {
    this.store = store;
  }

  // example: reactive
  @GetMapping("/pages/{id}")
  Mono<Page> read(@PathVariable String id) {
    return Mono.fromCallable(() -> store.get(Page.class, id))
        .subscribeOn(Schedulers.boundedElastic());
  }
  // end
}
