package io.multiprocess.store.benchmarks.workers;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.contenders.Contender;
import io.multiprocess.store.benchmarks.contenders.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** A worker in this process, where its figures do not matter and the start of a JVM would. */
public final class LocalWorker implements Worker {

  private final Candidate candidate;
  private final Loops loops;
  private final Ready ready;

  private LocalWorker(Candidate candidate, Loops loops, Ready ready) {
    this.candidate = candidate;
    this.loops = loops;
    this.ready = ready;
  }

  /**
   * Opens a contender.
   *
   * @param reading whether to read its first object at once
   */
  public static LocalWorker open(
      Candidate candidate, Path directory, boolean durable, boolean reading) throws IOException {
    try {
      long start = System.nanoTime();
      Contender contender = candidate.open(directory, durable);
      long opened = System.nanoTime();
      if (reading) {
        Person unused = contender.get(Person.id(0));
      }
      Ready ready = new Ready(opened - start, reading ? System.nanoTime() - opened : 0, "");
      Loops loops = new Loops(contender, () -> candidate.open(directory, durable));
      return new LocalWorker(candidate, loops, ready);
    } catch (Exception e) {
      throw new IOException(candidate.title() + " could not open", e);
    }
  }

  @Override
  public Ready ready() {
    return ready;
  }

  @Override
  public long readyNanos() {
    return ready.openNanos() + ready.firstGetNanos();
  }

  @Override
  public Reply call(Command command) throws IOException {
    Reply reply;
    try {
      reply = loops.run(command);
    } catch (Exception e) {
      throw new IOException("%s failed at %s".formatted(candidate.title(), command), e);
    }
    if (reply.errors() > 0) {
      throw new IOException(
          "%s failed at %s: %s".formatted(candidate.title(), command, reply.error()));
    }
    return reply;
  }

  @Override
  public void close() throws IOException {
    try {
      loops.close();
    } catch (SQLException e) {
      throw new IOException(candidate.title() + " could not be closed", e);
    }
  }
}
