package io.multiprocess.store.classpath;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Writes and reads through a template, whatever else is there, and tells its beans. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TemplateApplication {

  record User(
      @JsonProperty("_id") String id, String name, @JsonProperty("_rev") @Nullable String rev) {}

  /** Starts. */
  public static void main(String[] arguments) {
    SpringApplication.run(TemplateApplication.class, arguments).close();
  }

  @Bean
  CommandLineRunner use(StoreTemplate template, ApplicationContext context) {
    return arguments -> {
      User created = template.create(new User("alice", "Alice", null));
      User read = template.get(User.class, "alice");
      System.out.printf("Wrote and read %s: %s%n", read.name(), read.equals(created));
      Arrays.stream(context.getBeanDefinitionNames())
          .filter(name -> name.toLowerCase(Locale.ROOT).contains("store"))
          .forEach(name -> System.out.printf("Bean %s%n", name));
    };
  }
}
