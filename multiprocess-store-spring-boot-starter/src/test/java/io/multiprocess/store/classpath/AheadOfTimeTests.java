package io.multiprocess.store.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties;
import io.multiprocess.store.classpath.aot.AheadOfTimeApplication;
import io.multiprocess.store.classpath.data.Item;
import io.multiprocess.store.classpath.data.Items;
import io.multiprocess.store.classpath.data.ItemsSlice;
import io.multiprocess.store.repository.SimpleStoreRepository;
import io.multiprocess.store.repository.callback.BeforeSaveCallback;
import io.multiprocess.store.repository.history.StoreRevisionRepository;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.boot.test.context.SpringBootTestAotProcessor;

/** Processes an application ahead of time, as the build plugin does, and runs the outcome. */
class AheadOfTimeTests {

  @TempDir Path directory;

  @Test
  void storesAreTakenFromTheConfigurationOfWhereTheApplicationRuns() throws Exception {
    List<String> classPath = JavaRun.classPathWithout();
    process(classPath);
    compile(classPath);

    String output =
        JavaRun.run(
            processed(classPath),
            List.of(
                "-Dspring.aot.enabled=true",
                AheadOfTimeApplication.class.getName(),
                "--multiprocess-store.path=" + directory.resolve("run/app"),
                "--multiprocess-store.stores.users.path=" + directory.resolve("run/users"),
                "--multiprocess-store.stores.extra.path=" + directory.resolve("run/extra")));

    assertThat(output)
        .contains("Starting AOT-processed AheadOfTimeApplication")
        .contains("Stores [extraStoreTemplate, storeTemplate, usersStoreTemplate]")
        .contains("Qualified users")
        .contains("Items 1")
        .contains("Callback of Pen in default")
        .contains("Revisions 1")
        .contains("Author alice")
        .contains("Named Pen")
        .contains("Item Label[name=Pen]");
    assertThat(directory.resolve("run/app/pen")).isDirectory();
    assertThat(directory.resolve("build")).doesNotExist();
    assertThat(generatedText("resources", ".json"))
        .contains(
            SimpleStoreRepository.class.getName(),
            StoreRevisionRepository.class.getName(),
            BeforeSaveCallback.class.getName(),
            Items.Named.class.getName(),
            Items.Label.class.getName(),
            Item.class.getName(),
            MultiprocessStoreProperties.class.getName() + "$Defaults");
  }

  @Test
  void testsOnTemporaryStoresRunAheadOfTime() throws Exception {
    Path test = Path.of(ItemsSlice.class.getName().replace('.', '/') + ".class");
    Path alone = directory.resolve("alone");
    Files.createDirectories(alone.resolve(test).getParent());
    try (InputStream compiled = ItemsSlice.class.getResourceAsStream("/" + test)) {
      Files.copy(Objects.requireNonNull(compiled), alone.resolve(test));
    }
    List<String> classPath = new ArrayList<>(JavaRun.classPathWithout());
    classPath.add(0, alone.toString());
    String never = "-Dmultiprocess-store.path=" + directory.resolve("never");

    JavaRun.run(
        classPath,
        List.of(
            never,
            SpringBootTestAotProcessor.class.getName(),
            alone.toString(),
            generated("sources").toString(),
            generated("resources").toString(),
            generated("classes").toString(),
            "io.multiprocess",
            "ahead-of-time"));
    compile(classPath);
    String output =
        JavaRun.run(
            processed(classPath),
            List.of("-Dspring.aot.enabled=true", never, ItemsSlice.class.getName()));

    assertThat(output).contains("Starting AOT-processed").contains("Slice at ");
    assertThat(directory.resolve("never")).doesNotExist();
  }

  private List<String> processed(List<String> classPath) {
    List<String> processed = new ArrayList<>(classPath);
    processed.add(0, generated("classes").toString());
    processed.add(1, generated("resources").toString());
    return processed;
  }

  private void process(List<String> classPath) throws Exception {
    JavaRun.run(
        classPath,
        List.of(
            SpringApplicationAotProcessor.class.getName(),
            AheadOfTimeApplication.class.getName(),
            generated("sources").toString(),
            generated("resources").toString(),
            generated("classes").toString(),
            "io.multiprocess",
            "ahead-of-time",
            "--multiprocess-store.path=" + directory.resolve("build/app"),
            "--multiprocess-store.stores.users.path=" + directory.resolve("build/users")));
  }

  private void compile(List<String> classPath) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    Files.createDirectories(generated("classes"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
        Stream<Path> sources = Files.walk(generated("sources"))) {
      List<Path> java = sources.filter(path -> path.toString().endsWith(".java")).toList();
      String whole =
          generated("classes") + File.pathSeparator + String.join(File.pathSeparator, classPath);
      List<String> options =
          List.of("-proc:none", "-nowarn", "-d", generated("classes").toString(), "-cp", whole);
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  private String generatedText(String kind, String ending) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(generated(kind))) {
      for (Path file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private Path generated(String kind) {
    return directory.resolve("generated").resolve(kind);
  }
}
