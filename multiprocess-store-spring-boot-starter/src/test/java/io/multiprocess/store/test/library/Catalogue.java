package io.multiprocess.store.test.library;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Controller;

/** Beans that have nothing to do with stores. */
@Configuration(proxyBeanMethods = false)
public class Catalogue {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Would serve pages. */
  @Controller
  static class Pages {}
}
