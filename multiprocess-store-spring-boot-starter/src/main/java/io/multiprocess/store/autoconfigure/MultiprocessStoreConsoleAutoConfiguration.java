package io.multiprocess.store.autoconfigure;

import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties.Console;
import io.multiprocess.store.console.ConsoleEvents;
import io.multiprocess.store.console.ConsoleSettings;
import io.multiprocess.store.console.StoreConsole;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.replication.StoreReplications;
import jakarta.servlet.Servlet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows the stores in a browser, if that is asked for. */
@AutoConfiguration(after = MultiprocessStoreMonitorsAutoConfiguration.class)
@ConditionalOnBooleanProperty("multiprocess-store.console.enabled")
@ConditionalOnBooleanProperty(name = "multiprocess-store.enabled", matchIfMissing = true)
public final class MultiprocessStoreConsoleAutoConfiguration {

  private static final String ENABLED = "multiprocess-store.console.enabled";
  private static final String THYMELEAF = "org.thymeleaf.spring6.SpringTemplateEngine";

  MultiprocessStoreConsoleAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass(value = Servlet.class, name = THYMELEAF)
  static class ServletConsole {

    private static final Logger log = LoggerFactory.getLogger(StoreConsole.class);

    @Bean
    ConsoleEvents storeConsoleEvents(ObjectProvider<StoreMonitors> monitors) {
      return new ConsoleEvents(all(monitors));
    }

    @Bean
    ServletRegistrationBean<StoreConsole> storeConsole(
        MultiprocessStoreProperties properties,
        ObjectProvider<StoreMonitors> monitors,
        ConsoleEvents storeConsoleEvents,
        ObjectProvider<IndexReports> indexes,
        ObjectProvider<StoreReplications> replications) {
      Console console = properties.console();
      StoreConsole servlet =
          open(
              console,
              settings ->
                  new StoreConsole(
                      settings,
                      all(monitors),
                      storeConsoleEvents,
                      indexes.getIfAvailable(() -> store -> List.of()),
                      store ->
                          replications.stream()
                              .flatMap(each -> each.state(store).stream())
                              .findFirst()));
      log.info(
          "Store console at {}{}{}",
          console.path(),
          console.readOnly() ? ", read-only" : "",
          console.allowRemote() ? ", open to other machines" : ", for this machine only");
      return new ServletRegistrationBean<>(servlet, console.path() + "/*");
    }

    private static List<StoreMonitor> all(ObjectProvider<StoreMonitors> monitors) {
      List<StoreMonitor> all = new ArrayList<>();
      monitors.ifAvailable(each -> each.forEach(all::add));
      return all;
    }

    private static StoreConsole open(
        Console console, Function<ConsoleSettings, StoreConsole> opening) {
      try {
        return opening.apply(
            new ConsoleSettings(
                console.path(), console.readOnly(), console.allowRemote(), console.sensitive()));
      } catch (IllegalArgumentException e) {
        throw new StoreConfigurationException(
            "The store console cannot be configured: " + e.getMessage(),
            "Correct the property under multiprocess-store.console",
            e);
      }
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnMissingClass(THYMELEAF)
  static class WithoutThymeleaf {

    WithoutThymeleaf() {
      throw new StoreConfigurationException(
          ENABLED + " is true, but Thymeleaf, which makes its pages, is not on the class path",
          "Add the dependency org.thymeleaf:thymeleaf-spring6, whose version Spring Boot manages, or set %s to false"
              .formatted(ENABLED));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
  static class OnWebFlux {

    OnWebFlux() {
      throw new StoreConfigurationException(
          ENABLED + " is true, but this is a WebFlux application; the console is a servlet",
          "Set %s to false here, and show the stores in a servlet application on the same directories"
              .formatted(ENABLED));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnNotWebApplication
  static class WithoutWeb {

    WithoutWeb() {
      LoggerFactory.getLogger(MultiprocessStoreConsoleAutoConfiguration.class)
          .info("{} is true, but there is no web application to show the stores in", ENABLED);
    }
  }
}
