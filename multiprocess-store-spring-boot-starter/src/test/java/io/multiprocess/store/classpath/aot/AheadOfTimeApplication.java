package io.multiprocess.store.classpath.aot;

import io.multiprocess.store.classpath.data.Item;
import io.multiprocess.store.classpath.data.ItemHistory;
import io.multiprocess.store.classpath.data.Items;
import io.multiprocess.store.repository.callback.BeforeSaveCallback;
import io.multiprocess.store.repository.callback.EnableStoreAuditing;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.AuditorAware;

/** Tells which stores there are. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableStoreAuditing
@AutoConfigurationPackage(basePackageClasses = Items.class)
public class AheadOfTimeApplication {

  /** Starts. */
  public static void main(String[] arguments) {
    SpringApplication.run(AheadOfTimeApplication.class, arguments).close();
  }

  record Entry(@Id String id, @CreatedBy @Nullable String author) {}

  @Bean
  AuditorAware<String> auditor() {
    return () -> Optional.of("alice");
  }

  @Bean
  BeforeSaveCallback<Item> callback() {
    return (item, store) -> {
      System.out.printf("Callback of %s in %s%n", item.name(), store);
      return item;
    };
  }

  @Bean
  CommandLineRunner use(
      Items items,
      ItemHistory history,
      @Qualifier("users") StoreTemplate users,
      Map<String, StoreTemplate> all) {
    return arguments -> {
      items.save(new Item("pen", "Pen", null));
      System.out.printf("Revisions %d%n", history.findRevisions("pen").stream().count());
      System.out.printf("Author %s%n", users.create(new Entry("e", null)).author());
      System.out.printf("Stores %s%n", new TreeSet<>(all.keySet()));
      System.out.printf("Qualified %s%n", users.name());
      System.out.printf("Items %d%n", items.count());
      items
          .findByNameStartingWith("P")
          .forEach(item -> System.out.printf("Named %s%n", item.getName()));
      items.findByIdIn("pen", "ink").forEach(item -> System.out.printf("Item %s%n", item));
    };
  }
}
