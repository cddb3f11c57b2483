package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.contenders.Contender;
import io.multiprocess.store.benchmarks.contenders.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** Single operations of a contender, one after the other in each thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OperationBenchmark {

  /** Reads and parses an object. */
  @Benchmark
  public Person get(Opened opened, Objects objects) throws Exception {
    return opened.contender.get(objects.next());
  }

  /** Reads, changes and writes an object; each thread has its own. */
  @Benchmark
  public void update(Opened opened, Objects objects) throws Exception {
    opened.contender.update(objects.next());
  }

  /** Writes a new object. */
  @Benchmark
  public void create(Opened opened) throws Exception {
    opened.contender.create(Person.of(opened.created.getAndIncrement(), opened.bytes));
  }

  /** A contender with some objects in it. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls open() before anything.
  public static class Opened {

    @Param("store")
    public String candidate;

    @Param("false")
    public boolean durable;

    @Param("0")
    public int bytes;

    @Param("1000")
    public int count;

    /** A directory in which each trial makes one for its store. */
    @Param(".")
    public String directory;

    final AtomicInteger created = new AtomicInteger();
    Contender contender;

    /** Opens a fresh store and fills it. */
    @Setup
    public void open() throws Exception {
      Path store = Files.createTempDirectory(Path.of(directory), "trial-");
      contender = Candidate.ofKey(candidate).open(store, durable);
      contender.createAll(IntStream.range(0, count).mapToObj(i -> Person.of(i, bytes)).toList());
      created.set(count);
    }

    /** Closes the store; it stays where it is. */
    @TearDown
    public void close() throws Exception {
      contender.close();
    }
  }

  /** The objects of a thread, at random. */
  @State(Scope.Thread)
  public static class Objects {

    private final SplittableRandom random = new SplittableRandom();
    private int first;
    private int count;

    /** Divides the objects among the threads. */
    @Setup
    public void divide(Opened opened, ThreadParams threads) {
      count = opened.count / threads.getThreadCount();
      first = count * threads.getThreadIndex();
    }

    String next() {
      return Person.id(first + random.nextInt(count));
    }
  }
}
