package io.multiprocess.store.powercuts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.file.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes to stores and tells every write before it begins and after it was acknowledged.
 *
 * <pre>
 * open &lt;directory&gt; &lt;durability&gt;     opened
 * UPDATE bob 17                     begin 17 UPDATE bob &lt;nanos&gt;, done 17 &lt;nanos&gt; 3-5f0c...
 * run &lt;seed&gt; &lt;first number&gt;         random writes until the next line, or until one fails
 * stop                              stopped
 * </pre>
 *
 * <p>A write that had no effect is {@code refused}, one of unknown effect has {@code failed}.
 */
final class WriterMain {

  private static final List<String> IDS = List.of("alice", "bob", "carol", "dave", "erin");

  private @Nullable FileObjectStore keeping;
  private @Nullable FileObjectStore rejecting;
  private volatile boolean stopped;

  private WriterMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    WriterMain writer = new WriterMain();
    Thread running = new Thread(() -> {});
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "open" -> {
          writer.open(Path.of(words[1]), Durability.valueOf(words[2]));
          tell("opened");
        }
        case "run" -> {
          long seed = Long.parseLong(words[1]);
          long first = Long.parseLong(words[2]);
          running = new Thread(() -> writer.run(new Random(seed), first), "writer");
          running.start();
        }
        case "stop" -> {
          writer.stopped = true;
          running.join();
          tell("stopped");
        }
        default -> writer.write(Write.Kind.valueOf(words[0]), words[1], Long.parseLong(words[2]));
      }
    }
  }

  private void open(Path directory, Durability durability) {
    stopped = false;
    StoreOptions options =
        StoreOptions.defaults().withDurability(durability).withCreateGrace(Duration.ZERO);
    keeping = FileObjectStore.open(directory, options);
    rejecting = FileObjectStore.open(directory, options.withOnStale(OnStale.REJECT));
  }

  private void run(Random random, long first) {
    boolean goesOn = true;
    for (long number = first; goesOn && !stopped; number++) {
      Write.Kind[] kinds = Write.Kind.values();
      goesOn =
          write(kinds[random.nextInt(kinds.length)], IDS.get(random.nextInt(IDS.size())), number);
    }
  }

  /** Does one write and tells whether the store can be written to. */
  private boolean write(Write.Kind kind, String id, long number) {
    tell("begin %d %s %s %d".formatted(number, kind, id, System.nanoTime()));
    try {
      String written = perform(kind, id, Write.document(number));
      tell("done %d %d %s".formatted(number, System.nanoTime(), written));
      return true;
    } catch (ObjectExistsException | ObjectNotFoundException | StaleRevisionException e) {
      tell("refused %d %s".formatted(number, e.getClass().getSimpleName()));
      return true;
    } catch (StoreException e) {
      tell("failed %d %s".formatted(number, e.toString().replace('\n', ' ')));
      return false;
    }
  }

  private String perform(Write.Kind kind, String id, ObjectNode document) {
    FileObjectStore store = required(kind == Write.Kind.REJECTING_UPDATE ? rejecting : keeping);
    return switch (kind) {
      case CREATE -> revision(store.create(id, document));
      case UPDATE, REJECTING_UPDATE -> revision(store.update(store.get(id).withValue(document)));
      case STALE_UPDATE -> {
        List<Versioned<ObjectNode>> history = store.revisions(id);
        if (history.isEmpty()) {
          throw new ObjectNotFoundException(id);
        }
        yield revision(store.update(history.get(history.size() - 1).withValue(document)));
      }
      case UPSERT -> revision(store.upsert(id, document));
      case SETTLE -> {
        List<Conflict> conflicts = store.conflicts(id);
        if (conflicts.isEmpty()) {
          throw new ObjectNotFoundException(id);
        }
        yield revision(store.settle(id, document, conflicts.get(0).rivals()));
      }
      case COMPACT -> {
        if (store.compact(id, Retention.last(1)).revisions() == 0) {
          throw new ObjectNotFoundException(id);
        }
        yield "compacted";
      }
      case DELETE -> {
        if (!store.delete(id)) {
          throw new ObjectNotFoundException(id);
        }
        yield "deleted";
      }
    };
  }

  private static FileObjectStore required(@Nullable FileObjectStore store) {
    if (store == null) {
      throw new IllegalStateException("No store is open; expected the line 'open' first");
    }
    return store;
  }

  private static String revision(Versioned<ObjectNode> written) {
    return written.revision().toString();
  }

  private static void tell(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
