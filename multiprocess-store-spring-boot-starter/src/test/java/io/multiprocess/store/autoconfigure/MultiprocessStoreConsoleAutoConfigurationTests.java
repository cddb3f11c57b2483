package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.console.StoreConsole;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.thymeleaf.spring6.SpringTemplateEngine;

@ExtendWith(OutputCaptureExtension.class)
class MultiprocessStoreConsoleAutoConfigurationTests {

  private static final String ON = "multiprocess-store.console.enabled=true";

  @TempDir Path directory;

  private static final AutoConfigurations CONFIGURATIONS =
      AutoConfigurations.of(
          MultiprocessStoreAutoConfiguration.class,
          MultiprocessStoreMonitorsAutoConfiguration.class,
          MultiprocessStoreConsoleAutoConfiguration.class);

  private final WebApplicationContextRunner runner =
      new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS);

  @Test
  void isOffUnlessItIsAskedFor() {
    runner
        .withPropertyValues("multiprocess-store.path=" + directory)
        .run(context -> assertThat(context).doesNotHaveBean(ServletRegistrationBean.class));
    runner
        .withPropertyValues(ON, "multiprocess-store.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(ServletRegistrationBean.class));
  }

  @Test
  void isAServletAndNothingThatOthersWouldFind(CapturedOutput output) {
    runner
        .withPropertyValues(ON, "multiprocess-store.path=" + directory)
        .run(
            context -> {
              ServletRegistrationBean<?> console = context.getBean(ServletRegistrationBean.class);
              assertThat(console.getServlet()).isInstanceOf(StoreConsole.class);
              assertThat(console.getUrlMappings()).containsExactly("/store-console/*");
              assertThat(context).doesNotHaveBean(SpringTemplateEngine.class);
            });
    assertThat(output).contains("Store console at /store-console, for this machine only");
  }

  @Test
  void isWhereItIsConfigured(CapturedOutput output) {
    runner
        .withPropertyValues(
            ON,
            "multiprocess-store.stores.users.path=" + directory,
            "multiprocess-store.console.path=/admin/stores",
            "multiprocess-store.console.read-only=true",
            "multiprocess-store.console.allow-remote=true",
            "multiprocess-store.console.sensitive=users")
        .run(
            context -> {
              ServletRegistrationBean<?> console = context.getBean(ServletRegistrationBean.class);
              assertThat(console.getUrlMappings()).containsExactly("/admin/stores/*");
            });
    assertThat(output)
        .contains("Store console at /admin/stores, read-only, open to other machines");
  }

  @Test
  void hasAPageWithoutAnyStore() {
    runner
        .withPropertyValues(ON)
        .run(context -> assertThat(context).hasSingleBean(ServletRegistrationBean.class));
  }

  @Test
  void saysWhatIsWrongWithItsConfiguration() {
    runner
        .withPropertyValues(ON, "multiprocess-store.console.path=console")
        .run(
            context ->
                assertAnalysis(
                    context.getStartupFailure(),
                    "The store console cannot be configured: Path 'console' of the console is not one; expected for example /store-console",
                    "Correct the property under multiprocess-store.console"));
    runner
        .withPropertyValues(
            ON,
            "multiprocess-store.path=" + directory,
            "multiprocess-store.console.sensitive=users")
        .run(
            context ->
                assertAnalysis(
                    context.getStartupFailure(),
                    "The store console cannot be configured: Sensitive store 'users' is not there; the stores are [default]",
                    "Correct the property under multiprocess-store.console"));
  }

  @Test
  void saysThatThymeleafIsMissing() {
    runner
        .withClassLoader(new FilteredClassLoader("org.thymeleaf"))
        .withPropertyValues(ON)
        .run(
            context ->
                assertAnalysis(
                    context.getStartupFailure(),
                    "multiprocess-store.console.enabled is true, but Thymeleaf, which makes its pages, is not on the class path",
                    "Add the dependency org.thymeleaf:thymeleaf-spring6, whose version Spring Boot manages, or set multiprocess-store.console.enabled to false"));
  }

  @Test
  void saysThatItIsNotForWebFlux() {
    new ReactiveWebApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withPropertyValues(ON)
        .run(
            context ->
                assertAnalysis(
                    context.getStartupFailure(),
                    "multiprocess-store.console.enabled is true, but this is a WebFlux application; the console is a servlet",
                    "Set multiprocess-store.console.enabled to false here, and show the stores in a servlet application on the same directories"));
  }

  @Test
  void isLeftOutWhereThereIsNoWeb(CapturedOutput output) {
    new ApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withPropertyValues(ON)
        .run(context -> assertThat(context).hasNotFailed());
    assertThat(output).contains("there is no web application to show the stores in");
  }

  private static void assertAnalysis(
      @Nullable Throwable failure, String description, String action) {
    assertThat(find(failure))
        .isInstanceOfSatisfying(
            StoreConfigurationException.class,
            found -> {
              assertThat(found).hasMessage(description);
              assertThat(found.action()).isEqualTo(action);
            });
  }

  private static @Nullable Throwable find(@Nullable Throwable failure) {
    Throwable each = failure;
    while (each != null && !(each instanceof StoreConfigurationException)) {
      each = each.getCause();
    }
    return each;
  }
}
