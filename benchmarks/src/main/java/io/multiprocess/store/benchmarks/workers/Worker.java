package io.multiprocess.store.benchmarks.workers;

import java.io.IOException;

/** Something that has a contender open and does with it what it is told. */
public interface Worker extends AutoCloseable {

  /** What it had to say when it had opened its contender. */
  Ready ready() throws IOException;

  /** How long it took from its start until then. */
  long readyNanos();

  /** Does something that must not fail. */
  Reply call(Command command) throws IOException;

  @Override
  void close() throws IOException;
}
