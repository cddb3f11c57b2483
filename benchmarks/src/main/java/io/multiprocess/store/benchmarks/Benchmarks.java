package io.multiprocess.store.benchmarks;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workers.WorkerProcess;
import io.multiprocess.store.benchmarks.workloads.Results;
import io.multiprocess.store.benchmarks.workloads.Run;
import io.multiprocess.store.benchmarks.workloads.Size;
import io.multiprocess.store.benchmarks.workloads.Workload;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured.
 *
 * @param size how much
 * @param workloads what contenders are put through
 * @param candidates who they are
 * @param directory where their stores are made, on the file system to be measured
 */
record Benchmarks(Size size, List<Workload> workloads, List<Candidate> candidates, Path directory) {

  private static final String PROPERTY = "benchmarks.";

  /**
   * What the system properties ask for: {@code benchmarks.size}, {@code benchmarks.workloads} and
   * {@code benchmarks.contenders} (names with commas between them; all if empty), and {@code
   * benchmarks.directory}.
   */
  static Benchmarks ofSystemProperties() {
    List<String> known = Workload.all().stream().map(Workload::name).toList();
    List<String> names = listed("workloads").orElse(known);
    names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "'%s' is no workload; expected some of %s".formatted(name, known));
            });
    return new Benchmarks(
        Size.of(property("size").orElse("small")),
        Workload.all().stream().filter(workload -> names.contains(workload.name())).toList(),
        listed("contenders")
            .map(keys -> keys.stream().map(Candidate::ofKey).toList())
            .orElse(List.of(Candidate.values())),
        Path.of(property("directory").orElse("target/stores")));
  }

  private static Optional<List<String>> listed(String property) {
    return property(property).map(names -> Arrays.asList(names.split("\\s*,\\s*", -1)));
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(PROPERTY + name))
        .filter(value -> !value.isBlank());
  }

  /**
   * Measures all of it and removes the stores.
   *
   * @param report written after each workload, so that a run that is cut short leaves what it has
   */
  Results run(Path report) throws IOException {
    requireEverything();
    Files.createDirectories(directory);
    Path stores = Files.createTempDirectory(directory.toAbsolutePath(), "run-");
    spread(stores);
    Results results = new Results();
    try {
      Run run = new Run(size, candidates, stores, results);
      for (Workload workload : workloads) {
        workload.run(run);
        new Report(this, results).writeTo(report);
      }
      run.say("all is measured; removing the stores, beside which nothing can be measured");
    } finally {
      remove(stores);
    }
    return results;
  }

  private void requireEverything() {
    List<String> missing = new ArrayList<>();
    for (Candidate candidate : candidates) {
      candidate
          .missing()
          .or(() -> candidate.isNode() ? missingPackages() : Optional.empty())
          .ifPresent(remedy -> missing.add("%s: %s".formatted(candidate.title(), remedy)));
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Contenders cannot run here; install what they need, or name others with -D%scontenders: %s"
              .formatted(PROPERTY, missing));
    }
  }

  private static Optional<String> missingPackages() {
    Path folder = WorkerProcess.nodeFolder();
    return Files.isDirectory(folder.resolve("node_modules"))
        ? Optional.empty()
        : Optional.of("npm ci --prefix " + folder);
  }

  /**
   * Has ext4 put what is made here far apart, so that no store lies in the gaps of a former run.
   * Other file systems refuse, and do not need it.
   */
  private static void spread(Path stores) throws IOException {
    try {
      int unused =
          new ProcessBuilder("chattr", "+T", stores.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Path stores) throws IOException {
    Files.walkFileTree(
        stores,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
