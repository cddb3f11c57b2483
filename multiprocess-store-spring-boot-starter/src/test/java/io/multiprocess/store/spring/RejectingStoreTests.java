package io.multiprocess.store.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.file.StoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.OptimisticLockingFailureException;

class RejectingStoreTests {

  @TempDir Path directory;

  private StoreTemplate template;

  @BeforeEach
  void open() {
    StoreOptions options = StoreOptions.defaults().withOnStale(OnStale.REJECT);
    template = new StoreTemplateFactory(List.of()).open("users", directory, options);
  }

  @AfterEach
  void close() {
    template.close();
  }

  @Test
  void staleEntityFailsOptimisticLocking() {
    User seen = template.create(User.named("alice", "Alice"));
    User edited = template.update(seen.renamed("Alicia"));

    assertThatExceptionOfType(OptimisticLockingFailureException.class)
        .isThrownBy(() -> template.update(seen.renamed("Ali")))
        .withCauseInstanceOf(StaleRevisionException.class);
    assertThat(template.get(User.class, "alice")).isEqualTo(edited);
    assertThat(template.hasConflicts("alice")).isFalse();
  }

  @Test
  void entityWithoutARevisionReplacesWhateverIsThere() throws Exception {
    template.create(new HashMap<>(Map.of("_id", "alice", "by", -1)));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writing = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int by = thread;
        writing.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    template.update(new HashMap<>(Map.of("_id", "alice", "by", by)));
                  }
                }));
      }
      for (Future<?> thread : writing) {
        thread.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(template.revisions(Map.class, "alice")).hasSize(81);
    assertThat(template.hasConflicts("alice")).isFalse();
  }
}
