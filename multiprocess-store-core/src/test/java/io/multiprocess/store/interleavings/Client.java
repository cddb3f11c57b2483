package io.multiprocess.store.interleavings;

import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A process: its operations one after the other, on a store that it alone has open. */
final class Client implements Runnable {

  static final String MARK = "by";

  private final World world;
  private final int process;
  private final char name;
  private final OnStale onStale;
  private final List<? extends Operation> operations;
  private final FileObjectStore store;

  Client(World world, int process, char name, Program program, long nonces) {
    this.name = name;
    this.world = world;
    this.process = process;
    this.onStale = program.onStale();
    this.operations = program.operations();
    this.store = world.open(onStale, nonces);
  }

  World world() {
    return world;
  }

  FileObjectStore store() {
    return store;
  }

  /** What this process saw last, or else what everybody saw before. */
  Revision base() {
    return world.journal().lastSeenBy(process);
  }

  /** The document that an operation writes. */
  static ObjectNode document(Operation.Call call) {
    return JsonNodeFactory.instance.objectNode().put(MARK, call.mark);
  }

  Versioned<ObjectNode> edit(Operation.Call call) {
    Revision base = base();
    call.bases = List.of(base);
    return new Versioned<>(World.ID, base, document(call));
  }

  @Override
  public void run() {
    int number = 0;
    for (Operation operation : operations) {
      perform(operation, "%c%d".formatted(name, number++));
    }
  }

  Operation.Call perform(Operation operation, String mark) {
    Operation.Call call = new Operation.Call(process, operation, mark, onStale == OnStale.REJECT);
    world.begin(call);
    try {
      operation.perform(this, call);
    } catch (ObjectExistsException | ObjectNotFoundException | StaleRevisionException e) {
      call.refusal = e;
    } catch (RuntimeException | IOException e) {
      call.failure = e;
    }
    world.end(call);
    return call;
  }
}
