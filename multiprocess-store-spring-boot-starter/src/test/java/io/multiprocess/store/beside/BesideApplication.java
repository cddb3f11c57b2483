package io.multiprocess.store.beside;

import java.util.List;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.map.repository.config.EnableMapRepositories;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes through repositories of three modules, and tells whose they are. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableMapRepositories
public class BesideApplication {

  /** Starts. */
  public static void main(String[] arguments) {
    SpringApplication.run(BesideApplication.class, arguments).close();
  }

  @Bean
  CommandLineRunner use(
      JdbcTemplate jdbc,
      Invoices invoices,
      Settings settings,
      Members members,
      Tasks tasks,
      ConfigurableApplicationContext context) {
    return arguments -> {
      jdbc.execute("create table invoice (id identity primary key, customer varchar(80))");
      invoices.save(new Invoice(null, "Alice"));
      settings.save(new Setting("colour", "blue"));
      members.save(new Member(null, "Alice", null));
      tasks.save(new Task("shop", "Buy bread"));
      System.out.printf(
          "Rows %d%n", jdbc.queryForObject("select count(*) from invoice", int.class));
      System.out.printf("Values %d%n", settings.count());
      System.out.printf("Members %d%n", members.findAll().size());
      System.out.printf("Conflicts %s%n", tasks.hasConflicts("shop"));
      for (String bean : List.of("invoices", "settings", "members", "tasks")) {
        System.out.printf(
            "%s by %s%n",
            bean, context.getBeanFactory().getBeanDefinition(bean).getBeanClassName());
      }
    };
  }
}
