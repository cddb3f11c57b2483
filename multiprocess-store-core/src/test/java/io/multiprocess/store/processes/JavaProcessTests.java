package io.multiprocess.store.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessTests {

  @Test
  void linesGoBothWays() {
    try (ChildProcess echo = JavaProcess.start(Echo.class, "hello")) {
      assertThat(echo.nextLine()).isEqualTo("hello");
      echo.send("one");
      echo.send("two");
      assertThat(echo.awaitLine(line -> line.contains("two"))).isEqualTo("echo two");

      assertThat(echo.finish()).isEqualTo(3);
      assertThat(echo.output()).containsExactly("hello", "echo one", "echo two");
      assertThat(echo.errors()).contains("bye");
    }
  }

  @Test
  void childRunsTheSameJavaInItsOwnProcess() {
    try (ChildProcess echo =
        ChildProcess.start(
            JavaProcess.command(List.of("-Dgreeting=hi"), Echo.class, "java.home", "greeting"))) {
      assertThat(echo.nextLine()).isEqualTo(System.getProperty("java.home"));
      assertThat(echo.nextLine()).isEqualTo("hi");
      assertThat(echo.pid()).isNotEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void endedChildFailsItsTestWithAllItPrinted() {
    try (ChildProcess echo = JavaProcess.start(Echo.class, "last words")) {
      assertThat(echo.finish()).isEqualTo(3);

      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() -> echo.awaitLine("never"::equals))
          .withMessageContainingAll(
              String.valueOf(echo.pid()),
              "(last words, exit code 3) ended without printing the expected line",
              "bye");
    }
  }

  @Test
  void childFromAnArchiveFindsItsClassesThere(@TempDir Path directory) {
    ClassArchive classes = ClassArchive.of(directory, Echo.class, "training");
    try (ChildProcess echo = classes.start(Echo.class, "java.class.path")) {
      assertThat(echo.nextLine()).contains(directory.toString());
      assertThat(echo.finish()).isEqualTo(3);
    }
  }

  @Test
  void killedChildIsGoneAndNobodyElse() {
    try (ChildProcess victim = JavaProcess.start(Echo.class, "victim");
        ChildProcess other = JavaProcess.start(Echo.class, "other")) {
      victim.nextLine();
      victim.kill();

      assertThat(victim.isAlive()).isFalse();
      other.awaitLine("other"::equals);
      other.send("still here");
      assertThat(other.nextLine()).isEqualTo("echo still here");
    }
  }

  /** Prints its arguments, or the system properties of that name, then what it is sent. */
  static final class Echo {

    private Echo() {}

    public static void main(String[] arguments) throws IOException {
      for (String argument : arguments) {
        System.out.println(System.getProperty(argument, argument));
      }
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = input.readLine();
      while (line != null) {
        System.out.println("echo " + line);
        line = input.readLine();
      }
      System.err.println("bye");
      System.exit(3);
    }
  }
}
