package io.multiprocess.store.classpath.data;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Writes and reads through a repository, with nothing on it but what every application has. */
@SpringBootApplication(proxyBeanMethods = false)
public class RepositoryApplication {

  /** Starts. */
  public static void main(String[] arguments) {
    SpringApplication.run(RepositoryApplication.class, arguments).close();
  }

  @Bean
  CommandLineRunner use(Items items) {
    return arguments -> {
      Item saved = items.save(new Item("pen", "Pen", null));
      System.out.printf("Saved and found %s: %s%n", saved.name(), items.findAll().contains(saved));
    };
  }
}
