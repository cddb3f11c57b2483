package io.multiprocess.store.benchmarks.workers;

import io.multiprocess.store.benchmarks.contenders.Contender;
import io.multiprocess.store.benchmarks.contenders.Person;
import io.multiprocess.store.benchmarks.workers.Reply.Slice;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Does what commands say with a contender, and times it. */
final class Loops implements AutoCloseable {

  private static final int TOGETHER = 1000;

  private final Callable<Contender> opening;
  private final SplittableRandom random = new SplittableRandom();
  private Contender contender;
  private long errors;
  private String error = "";

  Loops(Contender contender, Callable<Contender> opening) {
    this.contender = contender;
    this.opening = opening;
  }

  Reply run(Command command) throws Exception {
    errors = 0;
    error = "";
    List<Slice> slices = new ArrayList<>();
    long value = 0;
    for (int i = 0; i < command.slices(); i++) {
      long start = System.nanoTime();
      long operations = 1;
      switch (command.op()) {
        case CREATE -> operations = create(command);
        case CREATE_ALL -> operations = createAll(command);
        case GROW ->
            operations = command.edits() * pass(command, id -> contender.grow(id, command.edits()));
        case GET -> operations = repeat(command, contender::get);
        case UPDATE -> operations = repeat(command, contender::update);
        case SCAN -> value = contender.scan();
        case COUNT_CONFLICTS ->
            value =
                contender
                    .conflicts()
                    .orElseThrow(() -> new IllegalStateException("It knows no conflicts"));
        case REOPEN -> reopen(command.first());
        case KEPT -> value = sum(command, contender::updates);
        case SHOWN -> value = sum(command, id -> contender.get(id).counter());
        case HEAP -> value = heap();
      }
      slices.add(new Slice(operations, System.nanoTime() - start));
    }
    return new Reply(slices, value, errors, error);
  }

  private long createAll(Command command) throws Exception {
    int end = command.first() + command.count();
    for (int first = command.first(); first < end; first += TOGETHER) {
      int last = Math.min(end, first + TOGETHER);
      contender.createAll(
          IntStream.range(first, last).mapToObj(i -> Person.of(i, command.bytes())).toList());
    }
    return command.count();
  }

  private long create(Command command) throws Exception {
    for (int i = 0; i < command.count(); i++) {
      contender.create(Person.of(command.first() + i, command.bytes()));
    }
    return command.count();
  }

  private long repeat(Command command, Action action) {
    return command.millis() == 0 ? pass(command, action) : timed(command, action);
  }

  private long pass(Command command, Action action) {
    long done = 0;
    for (int i = 0; i < command.count(); i++) {
      done += attempt(action, Person.id(command.first() + i));
    }
    return done;
  }

  private long timed(Command command, Action action) {
    long done = 0;
    long deadline = System.nanoTime() + command.millis() * 1_000_000L;
    while (System.nanoTime() < deadline) {
      done += attempt(action, Person.id(command.first() + random.nextInt(command.count())));
    }
    return done;
  }

  private long attempt(Action action, String id) {
    try {
      action.on(id);
      return 1;
    } catch (Exception e) {
      errors++;
      error = error.isEmpty() ? e.toString() : error;
      return 0;
    }
  }

  private void reopen(int object) throws Exception {
    contender.close();
    contender = opening.call();
    Person unused = contender.get(Person.id(object));
  }

  private static long sum(Command command, Count count) throws Exception {
    long sum = 0;
    for (int i = 0; i < command.count(); i++) {
      sum += count.of(Person.id(command.first() + i));
    }
    return sum;
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public void close() throws SQLException {
    contender.close();
  }

  /** Something to do with an object. */
  private interface Action {
    void on(String id) throws Exception;
  }

  /** Something to count of an object. */
  private interface Count {
    long of(String id) throws Exception;
  }
}
