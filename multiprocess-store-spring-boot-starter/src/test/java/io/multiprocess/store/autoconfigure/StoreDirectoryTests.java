package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreDirectoryTests {

  private static final String PROPERTY = "multiprocess-store.path";
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  @Test
  void tildeIsTheHomeOfTheUser() {
    assertThat(StoreDirectory.resolve(PROPERTY, "~")).isEqualTo(HOME);
    assertThat(StoreDirectory.resolve(PROPERTY, "~/stores/app"))
        .isEqualTo(HOME.resolve("stores/app"));
  }

  @Test
  void tildeElsewhereIsItself() {
    assertThat(StoreDirectory.resolve(PROPERTY, "/data/a~b/~")).isEqualTo(Path.of("/data/a~b/~"));
    assertThat(StoreDirectory.resolve(PROPERTY, "./~data"))
        .isEqualTo(Path.of("").toAbsolutePath().resolve("~data"));
  }

  @Test
  void relativePathsStartAtTheWorkingDirectory() {
    assertThat(StoreDirectory.resolve(PROPERTY, "data/../users"))
        .isEqualTo(Path.of("").toAbsolutePath().resolve("users"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"~bob", "~bob/stores", "~~"})
  void theHomeOfAnotherUserIsRefused(String path) {
    assertThatExceptionOfType(StoreConfigurationException.class)
        .isThrownBy(() -> StoreDirectory.resolve(PROPERTY, path))
        .withMessage(
            "multiprocess-store.path is '%s'; only ~ and a leading ~/ are understood, as the home of the user who runs this application",
            path);
  }

  @Test
  void textThatIsNoPathIsRefused() {
    assertThatExceptionOfType(StoreConfigurationException.class)
        .isThrownBy(() -> StoreDirectory.resolve(PROPERTY, "a\0b"))
        .withMessageStartingWith("multiprocess-store.path is 'a\0b', which is not a path: ");
  }

  @Test
  void symbolicLinksAreSeenThroughAsFarAsTheyExist(@TempDir Path parent) throws IOException {
    Path real = Files.createDirectory(parent.resolve("real"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), real);

    assertThat(StoreDirectory.canonical(link.resolve("not/yet")))
        .isEqualTo(real.toRealPath().resolve("not/yet"));
  }
}
