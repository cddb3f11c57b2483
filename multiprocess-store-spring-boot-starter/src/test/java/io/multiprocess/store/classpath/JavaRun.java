package io.multiprocess.store.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Runs main classes of the tests in JVMs of their own. */
final class JavaRun {

  /** Modules that are there only to stand beside. */
  private static final String OTHER_MODULES =
      "spring-boot-(starter-)?(data-jdbc|jdbc|sql|transaction)-.*|spring-jdbc-.*"
          + "|spring-data-(jdbc|relational|keyvalue)-.*|HikariCP-.*|h2-.*";

  /** What only the tests of the console need: a server, Spring Security, a template engine. */
  private static final String WEB =
      "(spring-boot-)?(starter-)?(tomcat|spring-web|webmvc|web-server|servlet|http-converter|security)"
          + "[-a-z]*-[0-9].*|spring-(web|webmvc|webflux|security-[a-z]+)-[0-9].*|tomcat-embed-.*"
          + "|jakarta.servlet-api.*|thymeleaf.*|htmx.*|reactor-core.*";

  private JavaRun() {}

  /** The class path of the tests, with the developer tools that restart an application. */
  static List<String> classPath() {
    String whole =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(whole.split(File.pathSeparator));
  }

  /**
   * The class path of the tests, without the jars that have the given names, other modules of
   * Spring Data, and a web server.
   */
  static List<String> classPathWithout(String... missingJars) {
    List<String> entries = wholeClassPathWithout(OTHER_MODULES, WEB);
    removeAll(entries, missingJars);
    return entries;
  }

  /** The class path of the tests with a web server, without the jars that have the given names. */
  static List<String> webClassPathWithout(String... missingJars) {
    List<String> entries = wholeClassPathWithout(OTHER_MODULES);
    removeAll(entries, missingJars);
    return entries;
  }

  /** The class path of the tests, without the jars that have the given names. */
  static List<String> wholeClassPathWithout(String... missingJars) {
    List<String> entries = new ArrayList<>(classPath());
    entries.removeIf(entry -> new File(entry).getName().startsWith("spring-boot-devtools-"));
    removeAll(entries, missingJars);
    return entries;
  }

  private static void removeAll(List<String> entries, String... missingJars) {
    for (String jar : missingJars) {
      Predicate<String> named = Pattern.compile(jar).asMatchPredicate();
      boolean removed = entries.removeIf(entry -> named.test(new File(entry).getName()));
      assertThat(removed).as("whether there was something named '%s' to leave out", jar).isTrue();
    }
  }

  /** Runs to the end, which must be a good one, and returns what was printed. */
  static String run(List<String> classPath, List<String> command)
      throws IOException, InterruptedException {
    return run(classPath, command, 0);
  }

  /** Runs to the end that is expected, and returns what was printed. */
  static String run(List<String> classPath, List<String> command, int exitValue)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("output", ".txt");
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    java.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    java.addAll(command);
    Process process =
        new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      String text = Files.readString(output, UTF_8);
      assertThat(ended).as("ended in time:%n%s", text).isTrue();
      assertThat(process.exitValue()).as(text).isEqualTo(exitValue);
      return text;
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
