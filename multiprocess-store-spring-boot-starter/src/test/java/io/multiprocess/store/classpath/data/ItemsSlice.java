package io.multiprocess.store.classpath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.multiprocess.store.test.DataStoreTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A test that can run ahead of time, in a process of its own. */
@DataStoreTest
public class ItemsSlice {

  @Test
  void hasWhatTheApplicationSaved(
      @Autowired Items items, @Value("${multiprocess-store.path}") Path directory) {
    assertThat(items.findAll()).extracting(Item::id).containsExactly("pen");
    assertThat(directory.resolve("pen")).isDirectory();
    System.out.printf("Slice at %s%n", directory);
  }

  /** Runs it. */
  public static void main(String[] arguments) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(ItemsSlice.class))
        .execute()
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(1).failed(0));
    assertThat(Files.exists(Path.of(System.getProperty("multiprocess-store.path")))).isFalse();
  }
}
