package io.multiprocess.store.classpath.devtools;

import io.multiprocess.store.classpath.data.Item;
import io.multiprocess.store.classpath.data.Items;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.stream.Collectors;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Restarts itself as the developer tools do, a few times. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@AutoConfigurationPackage(basePackageClasses = Items.class)
public class RestartedApplication {

  private static final int STARTS = 4;

  /** A system property, since every restart loads this class anew. */
  private static final String COUNT = "restarted.count";

  /** Starts. */
  public static void main(String[] arguments) {
    SpringApplication.run(RestartedApplication.class, arguments);
  }

  @Bean
  CommandLineRunner use(Items items) {
    return arguments -> {
      int count = Integer.getInteger(COUNT, 0) + 1;
      System.setProperty(COUNT, String.valueOf(count));
      Item pen = items.findById("pen").orElse(new Item("pen", "Pen", null));
      Item saved = items.save(new Item("pen", pen.name() + count, pen.revision()));
      System.out.printf(
          "Start %d by %s: %s, %s%n",
          count,
          StoreTemplate.class.getClassLoader().getClass().getSimpleName(),
          saved.name(),
          storeThreads());
      new Thread(count < STARTS ? Restarter.getInstance()::restart : () -> System.exit(0)).start();
    };
  }

  private static String storeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("multiprocess-store-"))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
