package io.multiprocess.store.interleavings;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Retention;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** The operations of the store, as a process calls them. */
enum StoreOperation implements Operation {
  CREATE(Claim.CREATE) {
    @Override
    public void perform(Client client, Call call) {
      call.written = client.store().create(World.ID, Client.document(call)).revision();
    }
  },
  UPDATE(Claim.UPDATE) {
    @Override
    public void perform(Client client, Call call) {
      call.written = client.store().update(client.edit(call)).revision();
    }
  },
  UPSERT(Claim.UPSERT) {
    @Override
    public void perform(Client client, Call call) {
      call.written = client.store().upsert(World.ID, Client.document(call)).revision();
    }
  },
  DELETE(Claim.DELETE) {
    @Override
    public void perform(Client client, Call call) {
      call.deleted = client.store().delete(World.ID);
    }
  },
  /** Settles the latest conflict there is. */
  SETTLE(Claim.SETTLE) {
    @Override
    public void perform(Client client, Call call) {
      List<Conflict> conflicts = client.store().conflicts(World.ID);
      if (!conflicts.isEmpty()) {
        call.bases = conflicts.get(conflicts.size() - 1).rivals();
        call.written =
            client.store().settle(World.ID, Client.document(call), call.bases).revision();
      }
    }
  },
  /** Settles all there is by a rule that everybody has: what leads stays. */
  RESOLVE(Claim.RESOLVE) {
    @Override
    public void perform(Client client, Call call) {
      Optional<Versioned<ObjectNode>> winner =
          client
              .store()
              .merging(MergeRules.none(), conflict -> Optional.of(conflict.leading().value()))
              .resolve(World.ID);
      call.seen = winner.map(Versioned::revision).stream().toList();
    }
  },
  /** Gives up all it may, npm's revisions too. */
  COMPACT(Claim.COMPACT) {
    @Override
    public void perform(Client client, Call call) {
      client.store().compact(World.ID, new Retention(1, Duration.ofNanos(1)));
    }
  },
  FIND(Claim.FIND) {
    @Override
    public void perform(Client client, Call call) {
      Optional<Versioned<ObjectNode>> found = client.store().find(World.ID);
      call.seen = found.map(Versioned::revision).stream().toList();
    }
  },
  HISTORY(Claim.HISTORY) {
    @Override
    public void perform(Client client, Call call) {
      call.seen = client.store().revisions(World.ID).stream().map(Versioned::revision).toList();
    }
  },
  /** Reads as the npm package does: whatever is greatest in the directory. */
  LIST(Claim.LIST) {
    @Override
    public void perform(Client client, Call call) throws IOException {
      Path directory = client.world().root().resolve(World.ID);
      TreeSet<Revision> present = new TreeSet<>();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        for (Path entry : entries) {
          present.add(Revision.parse(entry.getFileName().toString()));
        }
      } catch (NoSuchFileException e) {
        return;
      }
      if (!present.isEmpty()) {
        try (InputStream file =
            Files.newInputStream(directory.resolve(present.last().toString()))) {
          file.readAllBytes();
          call.seen = List.of(present.last());
        } catch (NoSuchFileException e) {
          call.seen = List.of();
        }
      }
    }
  };

  private final Claim claim;

  StoreOperation(Claim claim) {
    this.claim = claim;
  }

  @Override
  public Claim claim() {
    return claim;
  }
}
