package io.multiprocess.store.histories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What long-lived processes and their store take at one moment; of the processes, the one that
 * takes most.
 *
 * @param second since the beginning
 * @param acknowledged writes acknowledged so far, by all processes
 * @param heap bytes in use after a collection
 * @param resident bytes of memory
 * @param descriptors open files
 * @param threads threads
 * @param temporary entries of {@code .local/tmp}, the reserve aside
 * @param claims entries of {@code .local/claims}
 * @param files files in the store
 * @param bytes their size
 */
record SoakSample(
    long second,
    long acknowledged,
    long heap,
    long resident,
    long descriptors,
    long threads,
    long temporary,
    long claims,
    long files,
    long bytes) {

  private static final String ROW = "%7s %9s %9s %9s %6s %8s %5s %7s %7s %9s%n";

  /** Takes a sample of processes and of the store they use. */
  static SoakSample take(long second, long acknowledged, List<Worker> workers, Path store) {
    workers.forEach(worker -> worker.tell("sample"));
    long heap = 0;
    for (Worker worker : workers) {
      heap = Math.max(heap, Long.parseLong(worker.awaitDone("sample").split(" ", -1)[1]));
    }
    long[] found = new long[2];
    measure(store, found);
    return new SoakSample(
        second,
        acknowledged,
        heap,
        most(workers, worker -> status(worker, "VmRSS:") << 10),
        most(workers, worker -> Remains.list(proc(worker).resolve("fd")).size()),
        most(workers, worker -> status(worker, "Threads:")),
        Remains.list(store.resolve(".local/tmp")).stream()
            .filter(entry -> !entry.getFileName().toString().startsWith("reserve-"))
            .count(),
        Remains.list(store.resolve(".local/claims")).size(),
        found[0],
        found[1]);
  }

  private static long most(List<Worker> workers, ToLongFunction<Worker> figure) {
    return workers.stream().mapToLong(figure).max().orElseThrow();
  }

  private static Path proc(Worker worker) {
    return Path.of("/proc", Long.toString(worker.pid()));
  }

  private static long status(Worker worker, String field) {
    try (Stream<String> lines = Files.lines(proc(worker).resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds up files and bytes; what goes away meanwhile does not count. */
  private static void measure(Path directory, long[] found) {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (Files.isDirectory(entry)) {
          measure(entry, found);
        } else {
          found[1] += Files.size(entry);
          found[0]++;
        }
      }
    } catch (NoSuchFileException e) {
      // Gone while it was looked at.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Samples as a table. */
  static String table(List<SoakSample> samples) {
    StringBuilder table =
        new StringBuilder(
            ROW.formatted(
                "seconds",
                "writes",
                "heap KiB",
                "RSS KiB",
                "files",
                "threads",
                "temp",
                "claims",
                "stored",
                "KiB"));
    for (SoakSample s : samples) {
      table.append(
          ROW.formatted(
              s.second,
              s.acknowledged,
              s.heap >> 10,
              s.resident >> 10,
              s.descriptors,
              s.threads,
              s.temporary,
              s.claims,
              s.files,
              s.bytes >> 10));
    }
    return table.toString();
  }
}
