package io.multiprocess.store.interleavings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A store in memory, with the processes that use it and a journal of what became of its object. */
final class World implements Turns {

  static final String ID = "bob";

  /** Who is at work when no process is: the test. */
  static final int TEST = 1 << 20;

  private static final ThreadLocal<Integer> PROCESS = ThreadLocal.withInitial(() -> TEST);

  private final MemoryFileSystem fileSystem;
  private final Path root;
  private final Journal journal;
  private final Map<Integer, Long> inodes = new HashMap<>();
  private @Nullable Run run;

  /** A world with nothing in it. */
  World() {
    this(Inode.directory(0), Listing.AT_ONCE, new Journal(), 0);
  }

  private World(Inode root, Listing listing, Journal journal, long inodes) {
    this.fileSystem = new MemoryFileSystem(root, listing, this);
    this.root = fileSystem.getPath("/store");
    this.journal = journal;
    this.inodes.put(TEST, inodes);
  }

  /** Another world that begins where this one is now. */
  World copy(Listing listing) {
    return new World(
        fileSystem.root().copy(), listing, journal.copy(), inodes.getOrDefault(TEST, 0L));
  }

  Path root() {
    return root;
  }

  Inode disk() {
    return fileSystem.root();
  }

  Journal journal() {
    return journal;
  }

  /** Opens the store as a process of its own would, with nothing remembered. */
  FileObjectStore open(OnStale onStale, long nonces) {
    return Nonces.seeded(
        nonces,
        () ->
            FileObjectStore.open(
                root,
                StoreOptions.defaults()
                    .withDurability(Durability.FULL)
                    .withOnStale(onStale)
                    .withCreateGrace(Duration.ZERO)));
  }

  /** Runs the processes under a strategy. */
  Run run(Strategy strategy, List<? extends Runnable> processes) {
    Run started = new Run(strategy);
    run = started;
    try {
      started.execute(
          IntStream.range(0, processes.size())
              .<Runnable>mapToObj(
                  i ->
                      () -> {
                        PROCESS.set(i);
                        try {
                          processes.get(i).run();
                        } finally {
                          PROCESS.remove();
                        }
                      })
              .toList());
    } finally {
      run = null;
    }
    return started;
  }

  @Override
  public <T> T take(String name, Object subject, Call<T> call) throws IOException {
    int taker = process();
    if (taker == TEST || run == null) {
      journal.tick();
      return call.run(new Footprint());
    }
    return run.take(
        taker,
        name,
        subject,
        footprint -> {
          journal.tick();
          return call.run(footprint);
        });
  }

  /** Writes a revision in place, as an npm process does. */
  void write(Revision revision, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    Path file = root.resolve(ID).resolve(revision.toString());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal.published(revision, bytes);
  }

  /** The moment an operation begins, which can tell which others have ended. */
  void begin(Operation.Call call) {
    mark(
        "begin",
        call,
        footprint -> {
          footprint.read(Footprint.Kind.CLOCK, 0, "");
          journal.begun(call);
          return call;
        });
  }

  /** The moment an operation is acknowledged or refused. */
  void end(Operation.Call call) {
    mark(
        "end",
        call,
        footprint -> {
          footprint.write(Footprint.Kind.CLOCK, 0, "");
          journal.ended(call);
          return call;
        });
  }

  private void mark(String name, Operation.Call call, Call<Operation.Call> moment) {
    try {
      take(name, call, moment);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int process() {
    return PROCESS.get();
  }

  @Override
  public long nextInode() {
    int taker = process();
    return ((long) taker << 32) + inodes.merge(taker, 1L, Long::sum);
  }

  @Override
  public void placed(MemoryPath path, Inode inode) {
    List<String> names = path.names();
    if (names.size() == 4 && names.get(1).equals(".tombstones") && names.get(2).equals(ID)) {
      journal.named(inode.content);
    } else if (names.size() == 3 && names.get(1).equals(ID) && Revision.isRevision(names.get(2))) {
      journal.published(Revision.parse(names.get(2)), inode.content);
    } else if (names.size() == 2 && names.get(1).equals(ID) && inode.entries != null) {
      inode.entries.forEach(
          (name, file) -> {
            if (Revision.isRevision(name)) {
              journal.published(Revision.parse(name), file.content);
            }
          });
    }
  }
}
