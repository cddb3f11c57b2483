package io.multiprocess.store.histories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Counts acknowledgements in logs while they are written; none that is not there. */
final class Progress {

  private static final int THREADS = 2;

  private final Path logs;
  private final Map<Path, Long> counted = new HashMap<>();
  private long acknowledged;

  Progress(Path logs) {
    this.logs = logs;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** Counts what a worker has logged since the last time. */
  void count(Worker worker) {
    for (int thread = 0; thread < THREADS; thread++) {
      Path log = logs.resolve(worker.logs() + thread + ".log");
      long from = counted.getOrDefault(log, 0L);
      try {
        if (Files.exists(log) && Files.size(log) > from) {
          counted.put(log, from + count(log, from));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns how many bytes of whole records it has seen. */
  private int count(Path log, long from) throws IOException {
    try (FileChannel file = FileChannel.open(log)) {
      byte[] grown = Channels.newInputStream(file.position(from)).readAllBytes();
      int seen = 0;
      for (int i = 0; i < grown.length; i++) {
        if (grown[i] == '\n') {
          if (grown[seen] == 'a' && grown[seen + 1] == 'c') {
            acknowledged++;
          }
          seen = i + 1;
        }
      }
      return seen;
    }
  }
}
