package io.multiprocess.store.repository.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.repository.EnableStoreRepositories;
import io.multiprocess.store.repository.StoreRepository;
import io.multiprocess.store.spring.EntityLifecycle;
import io.multiprocess.store.spring.StoreTemplate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

class EntityCallbacksTests {

  @TempDir Path directory;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(MultiprocessStoreAutoConfiguration.class));

  private ApplicationContextRunner with(Class<?> configuration) {
    return runner
        .withUserConfiguration(configuration)
        .withPropertyValues("multiprocess-store.stores.shop.path=" + directory);
  }

  record Product(@Id @Nullable String id, String name, @Version @Nullable String revision) {

    Product renamed(String newName) {
      return new Product(id, newName, revision);
    }

    private String shown() {
      return "%s %s %s".formatted(id == null ? "-" : "id", name, revision == null ? "-" : "rev");
    }
  }

  record Other(@Id String id) {}

  interface Products extends StoreRepository<Product, String> {}

  static class Calls {
    final List<String> made = new ArrayList<>();

    Product note(String call, String store, Product product) {
      made.add("%s in %s: %s".formatted(call, store, product.shown()));
      return product;
    }

    List<String> andForget() {
      List<String> before = List.copyOf(made);
      made.clear();
      return before;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableStoreRepositories(considerNestedRepositories = true)
  static class Recording {

    @Bean
    Calls calls() {
      return new Calls();
    }

    @Bean
    BeforeConvertCallback<Product> beforeConvert(Calls calls) {
      return (product, store) -> calls.note("beforeConvert", store, product);
    }

    @Bean
    BeforeSaveCallback<Product> beforeSave(Calls calls) {
      return (product, store) -> calls.note("beforeSave", store, product);
    }

    @Bean
    AfterSaveCallback<Product> afterSave(Calls calls) {
      return (product, store) -> calls.note("afterSave", store, product);
    }

    @Bean
    AfterConvertCallback<Product> afterConvert(Calls calls) {
      return (product, store) -> calls.note("afterConvert", store, product);
    }

    @Bean
    BeforeDeleteCallback<Product> beforeDelete(Calls calls) {
      return (product, store) -> calls.note("beforeDelete", store, product);
    }

    @Bean
    AfterDeleteCallback<Product> afterDelete(Calls calls) {
      return (product, store) -> calls.note("afterDelete", store, product);
    }
  }

  @Test
  void repositoriesAndTemplatesCallThem() {
    with(Recording.class)
        .run(
            context -> {
              Products products = context.getBean(Products.class);
              StoreTemplate template = context.getBean(StoreTemplate.class);
              Calls calls = context.getBean(Calls.class);

              Product pen = products.save(new Product(null, "Pen", null));
              assertThat(calls.andForget())
                  .containsExactly(
                      "beforeConvert in shop: - Pen -",
                      "beforeSave in shop: id Pen -",
                      "afterSave in shop: id Pen rev");

              template.update(pen.renamed("Pencil"));
              assertThat(calls.andForget())
                  .containsExactly(
                      "beforeConvert in shop: id Pencil rev",
                      "beforeSave in shop: id Pencil rev",
                      "afterSave in shop: id Pencil rev");

              Product read = products.findAll().get(0);
              products.delete(read);
              assertThat(calls.andForget())
                  .containsExactly(
                      "afterConvert in shop: id Pencil rev",
                      "beforeDelete in shop: id Pencil rev",
                      "afterDelete in shop: id Pencil rev");

              products.delete(read);
              products.deleteById(Objects.requireNonNull(read.id()));
              template.create(new Other("x"));
              assertThat(calls.andForget()).containsExactly("beforeDelete in shop: id Pencil rev");
            });
  }

  @Test
  void everyWayOfReadingCallsThem() {
    with(Recording.class)
        .run(
            context -> {
              Products products = context.getBean(Products.class);
              StoreTemplate template = context.getBean(StoreTemplate.class);
              Calls calls = context.getBean(Calls.class);
              Product pen = products.save(new Product("pen", "Pen", null));
              products.save(pen.renamed("A"));
              products.save(pen.renamed("B"));
              calls.andForget();

              template.get(Product.class, "pen");
              assertThat(calls.andForget()).hasSize(1);
              products.revisions("pen");
              products.history("pen");
              assertThat(calls.andForget()).hasSize(6);
              products.conflict("pen");
              assertThat(calls.andForget()).as("base, two rivals, and merged").hasSize(4);
              products.findAllConflicted();
              try (var all = template.stream(Product.class)) {
                assertThat(all).hasSize(1);
              }
              products.findRevision("pen", products.conflicts("pen").get(0).leading());
              assertThat(calls.andForget()).hasSize(3).allMatch(call -> call.contains("Convert"));
            });
  }

  @Test
  void settlingUpsertingAndReplacingCallThem() {
    with(Recording.class)
        .run(
            context -> {
              Products products = context.getBean(Products.class);
              StoreTemplate template = context.getBean(StoreTemplate.class);
              Calls calls = context.getBean(Calls.class);
              Product pen = products.save(new Product("pen", "Pen", null));
              products.save(pen.renamed("A"));
              products.save(pen.renamed("B"));
              var rivals = products.conflicts("pen").get(0).rivals();
              calls.andForget();

              template.settle(pen.renamed("C"), rivals);
              template.upsert(new Product("pen", "D", null));
              template.replace(new Product("pen", "E", null));

              assertThat(calls.andForget())
                  .containsExactly(
                      "beforeConvert in shop: id C rev",
                      "beforeSave in shop: id C rev",
                      "afterSave in shop: id C rev",
                      "beforeConvert in shop: id D -",
                      "beforeSave in shop: id D -",
                      "afterSave in shop: id D rev",
                      "beforeConvert in shop: id E -",
                      "beforeSave in shop: id E -",
                      "afterSave in shop: id E rev");
            });
  }

  @Test
  void nothingIsSavedAfterAFailedWrite() {
    with(Recording.class)
        .run(
            context -> {
              Products products = context.getBean(Products.class);
              Product pen = products.save(new Product("pen", "Pen", null));
              products.save(pen.renamed("Pencil"));
              context.getBean(Calls.class).andForget();

              assertThatExceptionOfType(DuplicateKeyException.class)
                  .isThrownBy(() -> products.save(new Product("pen", "Other", null)));
              assertThatExceptionOfType(OptimisticLockingFailureException.class)
                  .isThrownBy(() -> products.delete(pen));
              assertThat(context.getBean(Calls.class).andForget())
                  .containsExactly(
                      "beforeConvert in shop: id Other -",
                      "beforeSave in shop: id Other -",
                      "beforeDelete in shop: id Pen rev");
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Changing {

    @Bean
    @Order(2)
    BeforeConvertCallback<Product> exclaiming() {
      return (product, store) -> product.renamed(product.name() + "!");
    }

    @Bean
    @Order(1)
    BeforeConvertCallback<Product> shouting() {
      return (product, store) -> product.renamed(product.name().toUpperCase(Locale.ROOT));
    }

    @Bean
    BeforeConvertCallback<Product> naming() {
      return (product, store) ->
          new Product(product.name() + "-id", product.name(), product.revision());
    }

    @Bean
    AfterConvertCallback<Product> asking() {
      return (product, store) -> product.renamed(product.name() + "?");
    }
  }

  @Test
  void whatTheyReturnTakesThePlaceOfTheEntityInTheirOrder() {
    with(Changing.class)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);

              Product created = template.create(new Product(null, "pen", null));

              assertThat(created.id()).isEqualTo("PEN!-id");
              assertThat(template.store().get("PEN!-id").value().toString())
                  .isEqualTo("{\"name\":\"PEN!\"}");
              assertThat(template.get(Product.class, "PEN!-id").name()).isEqualTo("PEN!?");
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Refusing {

    @Bean
    BeforeSaveCallback<Product> refusing() {
      return (product, store) -> {
        throw new IllegalStateException("closed");
      };
    }
  }

  @Test
  void mayRefuse() {
    with(Refusing.class)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);

              assertThatIllegalStateException()
                  .isThrownBy(() -> template.create(new Product("pen", "Pen", null)))
                  .withMessage("closed");
              assertThat(template.exists("pen")).isFalse();
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class UsingTheStore {

    @Bean
    BeforeSaveCallback<Product> unique(StoreTemplate template) {
      return (product, store) -> {
        if (template.exists("closed")) {
          throw new IllegalStateException("closed");
        }
        return product;
      };
    }
  }

  @Test
  void mayUseTheStoreItself() {
    with(UsingTheStore.class)
        .run(
            context -> {
              StoreTemplate template = context.getBean(StoreTemplate.class);
              template.create(new Product("pen", "Pen", null));
              template.create(new Other("closed"));

              assertThatIllegalStateException()
                  .isThrownBy(() -> template.create(new Product("ink", "Ink", null)));
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnLifecycle {

    @Bean
    EntityLifecycle lifecycle() {
      return new EntityLifecycle() {};
    }
  }

  @Test
  void backsOffForAnotherLifecycle() {
    with(OwnLifecycle.class)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(EntityLifecycle.class)
                    .doesNotHaveBean(CallbackLifecycle.class));
  }
}
