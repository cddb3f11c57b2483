package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.multiprocess.store.actuate.MultiprocessStoreEndpoint;
import io.multiprocess.store.actuate.MultiprocessStoreEndpointJmxExtension;
import io.multiprocess.store.actuate.MultiprocessStoreEndpointWebExtension;
import io.multiprocess.store.spring.StoreTemplate;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MultiprocessStoreEndpointAutoConfigurationTests {

  private static final AutoConfigurations STORES =
      AutoConfigurations.of(
          MultiprocessStoreAutoConfiguration.class,
          MultiprocessStoreMonitorsAutoConfiguration.class,
          MultiprocessStoreEndpointAutoConfiguration.class);

  /** Converts properties as an application does. */
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withInitializer(
              context ->
                  context
                      .getEnvironment()
                      .setConversionService(new ApplicationConversionService()));

  @TempDir Path directory;

  private ApplicationContextRunner withJmx(String... properties) {
    return runner
        .withConfiguration(STORES)
        .withConfiguration(
            AutoConfigurations.of(
                JmxAutoConfiguration.class,
                EndpointAutoConfiguration.class,
                JmxEndpointAutoConfiguration.class))
        .withPropertyValues(
            "spring.jmx.enabled=true",
            "multiprocess-store.refresh-interval=50ms",
            "multiprocess-store.stores.users.path=" + directory,
            "management.endpoints.jmx.exposure.include=multiprocessstore")
        .withPropertyValues(properties);
  }

  private ApplicationContextRunner withWeb(String... properties) {
    return runner
        .withConfiguration(STORES)
        .withPropertyValues("multiprocess-store.stores.users.path=" + directory)
        .withPropertyValues(properties);
  }

  @Test
  void isThereOnlyWhenItIsExposed() {
    withWeb().run(context -> assertThat(context).doesNotHaveBean(MultiprocessStoreEndpoint.class));
    withWeb("management.endpoints.web.exposure.include=multiprocessstore")
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(MultiprocessStoreEndpoint.class)
                    .hasSingleBean(MultiprocessStoreEndpointWebExtension.class)
                    .doesNotHaveBean(MultiprocessStoreEndpointJmxExtension.class));
  }

  @Test
  void isNotThereWhenItsAccessIsNone() {
    withWeb(
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.multiprocessstore.access=none")
        .run(context -> assertThat(context).doesNotHaveBean(MultiprocessStoreEndpoint.class));
  }

  @Test
  void isNotThereWithoutStores() {
    runner
        .withConfiguration(STORES)
        .withPropertyValues("management.endpoints.web.exposure.include=*")
        .run(context -> assertThat(context).doesNotHaveBean(MultiprocessStoreEndpoint.class));
  }

  @Test
  void showsValuesToNobodyUnlessItIsTold() {
    withWeb(
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.multiprocessstore.show-values=sometimes")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("No enum constant")
                    .hasMessageContaining("Show.sometimes"));
  }

  @Test
  void jmxReadsAndDoesNotWriteByDefault() {
    withJmx()
        .run(
            context -> {
              conflict(context.getBean(StoreTemplate.class));
              MBeanServer server = ManagementFactory.getPlatformMBeanServer();
              ObjectName name = endpoint(server);

              assertThat(operations(server, name))
                  .containsExactlyInAnyOrder("stores", "store", "conflicts", "conflict");
              await()
                  .untilAsserted(
                      () ->
                          assertThat(invoke(server, name, "conflicts", "users", null, null))
                              .asString()
                              .contains("total=1"));
              assertThat(invoke(server, name, "conflict", "users", "a"))
                  .asString()
                  .contains("rivals=[{revision=1-")
                  .doesNotContain("secret");
              assertThatThrownBy(() -> invoke(server, name, "conflict", "users", "nobody"))
                  .hasStackTraceContaining("Object 'nobody' does not exist");
            });
  }

  @Test
  void jmxWritesWhenItsAccessIsUnrestricted() {
    withJmx(
            "management.endpoint.multiprocessstore.access=unrestricted",
            "management.endpoint.multiprocessstore.show-values=always")
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              conflict(template);
              MBeanServer server = ManagementFactory.getPlatformMBeanServer();
              ObjectName name = endpoint(server);
              String rivals =
                  String.join(
                      ",",
                      template.conflict(Map.class, "a").orElseThrow().revisions().stream()
                          .map(Object::toString)
                          .toList());

              assertThat(invoke(server, name, "conflict", "users", "a"))
                  .asString()
                  .contains("secret");
              invoke(server, name, "settle", "users", "a", rivals, null, "{\"n\": 3}");

              assertThat(template.hasConflicts("a")).isFalse();
              assertThat(template.get(Map.class, "a").get("n")).isEqualTo(3);
              assertThat(invoke(server, name, "compact", "users", 1, null, true))
                  .asString()
                  .contains("dryRun=true");
            });
  }

  private static ObjectName endpoint(MBeanServer server) throws Exception {
    return server
        .queryNames(
            new ObjectName("org.springframework.boot:type=Endpoint,name=Multiprocessstore,*"), null)
        .iterator()
        .next();
  }

  private static String[] operations(MBeanServer server, ObjectName name) throws Exception {
    return Arrays.stream(server.getMBeanInfo(name).getOperations())
        .map(MBeanOperationInfo::getName)
        .toArray(String[]::new);
  }

  private static Object invoke(
      MBeanServer server, ObjectName name, String operation, @Nullable Object... arguments)
      throws Exception {
    return server.invoke(name, operation, arguments, null);
  }

  private static void conflict(StoreTemplate template) {
    Map<String, Object> thing = new HashMap<>(Map.of("_id", "a", "text", "secret"));
    template.create(thing);
    template.update(new HashMap<>(thing));
    template.update(new HashMap<>(thing));
  }
}
