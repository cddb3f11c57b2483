package io.multiprocess.store.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.beside.BesideApplication;
import io.multiprocess.store.repository.StoreRepositoryFactoryBean;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts an application in which other modules of Spring Data look for repositories too. */
class OtherModulesTests {

  private static final String ACTUATOR = "spring-boot-(starter-)?(actuator|health|micrometer).*";

  @TempDir Path directory;

  @Test
  void everyModuleTakesItsOwnRepositoriesAndNoOthers() throws Exception {
    String output =
        JavaRun.run(
            JavaRun.wholeClassPathWithout(ACTUATOR),
            List.of(
                BesideApplication.class.getName(),
                "--multiprocess-store.path=" + directory.resolve("app"),
                "--multiprocess-store.stores.members.path=" + directory.resolve("members")));

    assertThat(output)
        .contains("Rows 1", "Values 1", "Members 1", "Conflicts false")
        .contains("members by " + StoreRepositoryFactoryBean.class.getName())
        .contains("tasks by " + StoreRepositoryFactoryBean.class.getName())
        .containsPattern("invoices by org.springframework.data.jdbc\\S+")
        .containsPattern("settings by org.springframework.data.(map|keyvalue)\\S+");
    assertThat(directory.resolve("app/shop")).isDirectory();
    assertThat(directory.resolve("members")).isDirectoryNotContaining("glob:**/shop");
  }
}
