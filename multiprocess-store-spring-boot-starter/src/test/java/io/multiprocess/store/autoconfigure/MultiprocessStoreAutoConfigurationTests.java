package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.spring.StoreMapperCustomizer;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class MultiprocessStoreAutoConfigurationTests {

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  JacksonAutoConfiguration.class, MultiprocessStoreAutoConfiguration.class));

  private ApplicationContextRunner withDefaultStore() {
    return runner.withPropertyValues("multiprocess-store.path=" + directory.resolve("app"));
  }

  private ApplicationContextRunner withNamedStores(ApplicationContextRunner base) {
    return base.withPropertyValues(
        "multiprocess-store.stores.users.path=" + directory.resolve("users"),
        "multiprocess-store.stores.audit-log.path=" + directory.resolve("audit"));
  }

  @Test
  void withoutAPathThereIsNoStore() {
    runner.run(
        context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(StoreTemplate.class)
                .hasSingleBean(StoreTemplateFactory.class));
  }

  @Test
  void aPathMakesTheDefaultStore() {
    withDefaultStore()
        .run(
            context -> {
              assertThat(context).hasSingleBean(StoreTemplate.class).hasBean("storeTemplate");
              assertThat(context.getBean(StoreTemplate.class).name()).isEqualTo("default");
              assertThat(directory.resolve("app")).isDirectory();
            });
  }

  @Test
  void disabledThereIsNothing() {
    withDefaultStore()
        .withPropertyValues("multiprocess-store.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(StoreTemplate.class)
                    .doesNotHaveBean(StoreTemplateFactory.class));
  }

  record Injected(
      StoreTemplate primary,
      StoreTemplate users,
      StoreTemplate auditLogStoreTemplate,
      Map<String, StoreTemplate> byBeanName,
      ObjectProvider<StoreTemplate> provider) {}

  @Configuration(proxyBeanMethods = false)
  static class Injection {

    @Bean
    Injected injected(
        StoreTemplate primary,
        @Qualifier("users") StoreTemplate users,
        StoreTemplate auditLogStoreTemplate,
        Map<String, StoreTemplate> byBeanName,
        ObjectProvider<StoreTemplate> provider) {
      return new Injected(primary, users, auditLogStoreTemplate, byBeanName, provider);
    }
  }

  @Test
  void storesAreInjectedByTypeQualifierNameAndMap() {
    withNamedStores(withDefaultStore())
        .withUserConfiguration(Injection.class)
        .run(
            context -> {
              Injected injected = context.getBean(Injected.class);
              assertThat(injected.primary().name()).isEqualTo("default");
              assertThat(injected.users().name()).isEqualTo("users");
              assertThat(injected.byBeanName())
                  .containsOnlyKeys("storeTemplate", "usersStoreTemplate", "auditLogStoreTemplate");
              assertThat(injected.provider().getObject()).isSameAs(injected.primary());
              assertThat(injected.provider().stream()).hasSize(3);
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class InjectionByParameterName {

    @Bean
    String chosen(StoreTemplate usersStoreTemplate) {
      return usersStoreTemplate.name();
    }
  }

  @Test
  void withoutAPrimaryStoreTheParameterNameDecides() {
    withNamedStores(runner)
        .withUserConfiguration(InjectionByParameterName.class)
        .run(context -> assertThat(context.getBean("chosen")).isEqualTo("users"));
  }

  @Test
  void severalNamedStoresHaveNoPrimaryUnlessConfigured() {
    withNamedStores(runner)
        .run(
            context ->
                assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
                    .isThrownBy(() -> context.getBean(StoreTemplate.class)));
    withNamedStores(runner)
        .withPropertyValues("multiprocess-store.primary=audit-log")
        .run(
            context ->
                assertThat(context.getBean(StoreTemplate.class).name()).isEqualTo("audit-log"));
  }

  @Configuration(proxyBeanMethods = false)
  static class PlainWordBean {

    @Bean
    String users() {
      return "not a store";
    }
  }

  @Test
  void aStoreLeavesItsPlainNameToTheBeansOfTheApplication() {
    withNamedStores(runner)
        .withUserConfiguration(PlainWordBean.class, Injection.class)
        .withPropertyValues("multiprocess-store.primary=audit-log")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean("users")).isEqualTo("not a store");
              assertThat(context.getBean(Injected.class).users().name()).isEqualTo("users");
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnTemplate {

    @Bean
    StoreTemplate own(StoreTemplateFactory factory, @Value("${own.path}") Path path) {
      return factory.open("own", path);
    }
  }

  @Test
  void configuredStoresBackOffForATemplateOfTheApplication() {
    withNamedStores(withDefaultStore())
        .withUserConfiguration(OwnTemplate.class)
        .withPropertyValues("own.path=" + directory.resolve("own"))
        .run(
            context -> {
              assertThat(context).hasSingleBean(StoreTemplate.class);
              assertThat(context.getBean(StoreTemplate.class).name()).isEqualTo("own");
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class AdditionalTemplate {

    @Bean(defaultCandidate = false)
    @Qualifier("extra")
    StoreTemplate extra(StoreTemplateFactory factory, @Value("${own.path}") Path path) {
      return factory.open("extra", path);
    }
  }

  @Test
  void aTemplateThatIsNoDefaultCandidateStandsBesideConfiguredStores() {
    withDefaultStore()
        .withUserConfiguration(AdditionalTemplate.class)
        .withPropertyValues("own.path=" + directory.resolve("extra"))
        .run(
            context -> {
              assertThat(context.getBeansOfType(StoreTemplate.class))
                  .containsOnlyKeys("storeTemplate", "extra");
              assertThat(context.getBean(StoreTemplate.class).name()).isEqualTo("default");
            });
  }

  @Test
  void storesAreClosedWithTheContext() {
    withDefaultStore()
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              template.create(new Thing("a", "one"));
              context.close();

              assertThatExceptionOfType(IllegalStateException.class)
                  .isThrownBy(() -> template.exists("a"));
              assertThat(directory.resolve("app/a")).isDirectory();
            });
  }

  @Test
  void lazyStoresAreOpenedWhenTheyAreAskedFor() {
    withDefaultStore()
        .withInitializer(
            context ->
                context.addBeanFactoryPostProcessor(
                    new LazyInitializationBeanFactoryPostProcessor()))
        .run(
            context -> {
              assertThat(directory.resolve("app")).doesNotExist();
              assertThat(context.getBean(StoreTemplate.class).ids()).isEmpty();
            });
  }

  record Thing(@Id String id, String firstName) {}

  @Configuration(proxyBeanMethods = false)
  static class Customized {

    @Bean
    StoreMapperCustomizer upperCamelCase() {
      return builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
    }
  }

  @Test
  void customizersOfTheStoresMapperAreApplied() {
    withDefaultStore()
        .withUserConfiguration(Customized.class)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              template.create(new Thing("a", "Alice"));

              assertThat(template.store().get("a").value().toString())
                  .isEqualTo("{\"FirstName\":\"Alice\"}");
            });
  }

  @Test
  void theMapperOfTheApplicationAndTheStoresLeaveEachOtherAlone() {
    withDefaultStore()
        .withPropertyValues(
            "spring.jackson.property-naming-strategy=SNAKE_CASE",
            "spring.jackson.default-property-inclusion=non_null")
        .run(
            context -> {
              assertThat(context).hasSingleBean(JsonMapper.class).hasBean("jacksonJsonMapper");
              Thing thing = new Thing("a", "Alice");
              StoreTemplate template = context.getBean(StoreTemplate.class);
              template.create(thing);

              assertThat(context.getBean(JsonMapper.class).writeValueAsString(thing))
                  .isEqualTo("{\"id\":\"a\",\"first_name\":\"Alice\"}");
              assertThat(template.store().get("a").value().toString())
                  .isEqualTo("{\"firstName\":\"Alice\"}");
            });
  }

  @Test
  void aStoreFactoryOfTheApplicationIsUsed() {
    StoreTemplateFactory own = new StoreTemplateFactory(List.of());
    withDefaultStore()
        .withBean(StoreTemplateFactory.class, () -> own)
        .run(context -> assertThat(context.getBean(StoreTemplateFactory.class)).isSameAs(own));
  }
}
