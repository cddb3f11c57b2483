package io.multiprocess.store.classpath.aot;

import io.multiprocess.store.classpath.data.Item;
import io.multiprocess.store.classpath.data.Items;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells which stores there are. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@AutoConfigurationPackage(basePackageClasses = Items.class)
public class AheadOfTimeApplication {

  /** Starts. */
  public static void main(String[] arguments) {
    SpringApplication.run(AheadOfTimeApplication.class, arguments).close();
  }

  @Bean
  CommandLineRunner use(
      Items items, @Qualifier("users") StoreTemplate users, Map<String, StoreTemplate> all) {
    return arguments -> {
      items.save(new Item("pen", "Pen", null));
      System.out.printf("Stores %s%n", new TreeSet<>(all.keySet()));
      System.out.printf("Qualified %s%n", users.name());
      System.out.printf("Items %d%n", items.count());
    };
  }
}
