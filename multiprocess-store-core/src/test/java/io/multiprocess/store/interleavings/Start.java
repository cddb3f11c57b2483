package io.multiprocess.store.interleavings;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/** A state that the object is in when processes begin. */
enum Start {
  /** There was never such an object. */
  ABSENT,
  /** One revision, in a store in which nothing was ever deleted. */
  PRISTINE,
  /** One revision. */
  ONE,
  /** Two revisions, one made from the other. */
  TWO,
  /** Two edits of one revision. */
  CONFLICT,
  /** Two edits of one revision below a later one, in an object that was compacted before. */
  PAST_CONFLICT,
  /** Two revisions, and above them one that an npm process never finished to write. */
  TORN,
  /** The same, all three written by npm processes. */
  TORN_BY_NPM,
  /** Deleted, and swept. */
  DELETED,
  /** Deleted, but the dead revisions lie there still: the deleting process was killed. */
  UNSWEPT,
  /** The directory is there, and nothing in it: a creating process was killed. */
  EMPTY,
  /** One revision, and an edit of it that waits for its decision: its process was killed. */
  CLAIMED,
  /** The same, long ago. */
  ABANDONED,
  /** Deleted and created again, so often that the next deletion merges the tombstones. */
  BURIED;

  private static final int TOMBSTONES = 16;

  private static final String NPM_TOKEN = "833f0fbe0c424fd390e7a5b55c35aee3";

  /** A world with a store whose object is in this state. */
  World prepare(long nonces) {
    World world = new World();
    FileObjectStore store = world.open(OnStale.KEEP, nonces);
    store.create("other", JsonNodeFactory.instance.objectNode());
    if (this != PRISTINE) {
      store.delete("other");
    }
    Program program =
        switch (this) {
          case ABSENT, EMPTY, BURIED -> Program.of();
          case TORN_BY_NPM -> Program.of(NpmWrite.FIRST, NpmWrite.SECOND);
          case PRISTINE, ONE, CLAIMED, ABANDONED -> Program.of(StoreOperation.CREATE);
          case TWO, TORN, DELETED, UNSWEPT ->
              Program.of(StoreOperation.CREATE, StoreOperation.UPDATE);
          case CONFLICT ->
              Program.of(StoreOperation.CREATE, StoreOperation.UPDATE, Rival.OF_THE_FIRST);
          case PAST_CONFLICT ->
              Program.of(
                  StoreOperation.CREATE,
                  StoreOperation.UPDATE,
                  Rival.OF_THE_FIRST,
                  StoreOperation.FIND,
                  StoreOperation.UPDATE,
                  StoreOperation.UPDATE,
                  StoreOperation.COMPACT);
        };
    Client client = new Client(world, World.TEST, 'S', program, nonces);
    int number = 0;
    for (Operation operation : program.operations()) {
      client.perform(operation, "setup" + number++);
    }
    switch (this) {
      case DELETED -> client.perform(StoreOperation.DELETE, "setup deletion");
      case UNSWEPT ->
          kill(world, Program.of(StoreOperation.DELETE), "rename", ".tombstones", nonces);
      case EMPTY -> kill(world, Program.of(StoreOperation.CREATE), "mkdir", "bob", nonces);
      case CLAIMED, ABANDONED ->
          kill(world, Program.rejecting(StoreOperation.UPDATE), "rename", ".local", nonces);
      case TORN, TORN_BY_NPM -> world.write(new Revision(2, NPM_TOKEN), "{");
      case BURIED -> {
        for (int i = 0; i < TOMBSTONES; i++) {
          client.perform(StoreOperation.CREATE, "creation" + i);
          client.perform(StoreOperation.DELETE, "deletion" + i);
        }
        client.perform(StoreOperation.CREATE, "setup creation");
      }
      default -> {}
    }
    if (this == ABANDONED || this == TORN || this == TORN_BY_NPM) {
      age(world.disk());
    }
    return world;
  }

  /** Kills a process right after its first call of a name that changes something at a place. */
  private static void kill(World world, Program program, String call, String place, long nonces) {
    Strategy strategy =
        new Strategy() {
          @Override
          public int next(Run run) {
            return run.isEnabled(0) ? 0 : NOBODY;
          }

          @Override
          public void happened(Run run, Event event) {
            Object target = event.subject instanceof List<?> paths ? paths.get(1) : event.subject;
            if (event.call.equals(call)
                && event.isVisibleChange()
                && target.toString().startsWith("/store/" + place)) {
              run.kill(0);
            }
          }
        };
    world.run(strategy, List.of(new Client(world, 0, 'K', program, nonces + 7)));
  }

  private static void age(Inode inode) {
    inode.modified = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    if (inode.entries != null) {
      inode.entries.values().forEach(Start::age);
    }
  }

  /** What an npm process has written. */
  private enum NpmWrite implements Operation {
    FIRST,
    SECOND;

    @Override
    public void perform(Client client, Call call) throws IOException {
      Path directory = client.world().root().resolve(World.ID);
      if (this == FIRST) {
        Files.createDirectory(directory);
      }
      Revision revision = new Revision(this == FIRST ? 0 : 1, NPM_TOKEN);
      client.world().write(revision, Client.document(call).toString());
      call.written = revision;
    }

    @Override
    public Claim claim() {
      return this == FIRST ? Claim.CREATE : Claim.UPDATE;
    }
  }

  /** Edits the first revision again. */
  private enum Rival implements Operation {
    OF_THE_FIRST;

    @Override
    public void perform(Client client, Call call) {
      call.bases = List.of(client.world().journal().publications().keySet().iterator().next());
      call.written =
          client
              .store()
              .update(new Versioned<>(World.ID, call.bases.get(0), Client.document(call)))
              .revision();
    }

    @Override
    public Claim claim() {
      return Claim.UPDATE;
    }
  }
}
