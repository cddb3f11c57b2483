package io.multiprocess.store.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequiredToolTests {

  @TempDir Path directory;

  @Test
  void missingToolFailsAndNamesItsRemedy() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> RequiredTool.require("no-such-tool", "apt-get install -y no-such"))
        .withMessage(
            "'no-such-tool' is not on the PATH; install it with: apt-get install -y no-such");
  }

  @Test
  void missingPlaceFailsAndNamesItsRemedy() {
    Path missing = directory.resolve("node_modules");

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> RequiredTool.requirePath(missing, "npm ci"))
        .withMessage("'%s' is missing; make it with: npm ci", missing);
    assertThat(RequiredTool.requirePath(directory, "mkdir")).isEqualTo(directory);
  }

  @Test
  void firstExecutableOnTheSearchPathIsFound() throws IOException {
    Path plain = Files.createDirectory(directory.resolve("a"));
    Path able = Files.createDirectory(directory.resolve("b"));
    assertThat(Files.createFile(plain.resolve("tool")).toFile().setExecutable(false)).isTrue();
    assertThat(Files.createFile(able.resolve("tool")).toFile().setExecutable(true)).isTrue();
    String searchPath = String.join(File.pathSeparator, "", plain.toString(), able.toString());

    assertThat(RequiredTool.find("tool", searchPath)).contains(able.resolve("tool"));
    assertThat(RequiredTool.find("other", searchPath)).isEmpty();
  }
}
