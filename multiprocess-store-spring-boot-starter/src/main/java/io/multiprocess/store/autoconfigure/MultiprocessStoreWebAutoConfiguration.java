package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.web.StoreProblemAdvice;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Answers requests that fail because of a store with problem details.
 *
 * <p>Only when asked for: an object that is missing may be the fault of the client or of the
 * server, which the application knows and a starter does not.
 */
@AutoConfiguration(after = MultiprocessStoreAutoConfiguration.class)
@ConditionalOnBooleanProperty("multiprocess-store.web.problemdetails.enabled")
@ConditionalOnBooleanProperty(name = "multiprocess-store.enabled", matchIfMissing = true)
public final class MultiprocessStoreWebAutoConfiguration {

  MultiprocessStoreWebAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass(name = "org.springframework.web.servlet.DispatcherServlet")
  static class Servlet {

    @Bean
    @ConditionalOnMissingBean
    StoreProblemAdvice storeProblemAdvice() {
      return new StoreProblemAdvice();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
  @ConditionalOnClass(name = "org.springframework.web.reactive.DispatcherHandler")
  static class Reactive {

    @Bean
    @ConditionalOnMissingBean
    StoreProblemAdvice storeProblemAdvice() {
      return new StoreProblemAdvice();
    }
  }
}
