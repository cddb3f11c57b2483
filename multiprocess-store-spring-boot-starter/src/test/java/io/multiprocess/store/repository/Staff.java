package io.multiprocess.store.repository;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of employees to put questions to. */
abstract class Staff {

  @TempDir Path directory;

  StoreTemplate template;

  @BeforeEach
  void open() {
    template =
        new StoreTemplateFactory(List.of())
            .open("staff", directory, StoreOptions.defaults().withDurability(Durability.NONE));
  }

  @AfterEach
  void close() {
    template.close();
  }

  <R> R repository(Class<R> type) {
    return new StoreRepositoryFactory(template).getRepository(type);
  }

  Employee add(String id, Consumer<Employee> details) {
    return template.create(Employee.of(id, details));
  }
}
