package io.multiprocess.store.interleavings;

import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Ways to do an operation that look right and are not, each in the few calls that make it so. They
 * tell the journal what they mean to kill, as tombstones do, and are then judged like the store.
 */
enum RejectedDesign implements Operation {
  /** Deletes by renaming the directory aside and removing what lies in it. */
  TRASH_AND_REMOVE(Claim.DELETE) {
    @Override
    void perform(Client client, Call call, RawStore store) throws IOException {
      NavigableSet<Revision> seen = store.list(store.object());
      Path trash = store.temporary(call);
      if (!store.rename(store.object(), trash)) {
        return;
      }
      client.world().journal().named("delete", seen);
      for (Revision revision : store.list(trash)) {
        Files.deleteIfExists(trash.resolve(revision.toString()));
      }
      Files.deleteIfExists(trash);
      call.deleted = true;
    }
  },
  /** The same, but what the deletion had not seen is brought back. */
  TRASH_AND_RESTORE(Claim.DELETE) {
    @Override
    void perform(Client client, Call call, RawStore store) throws IOException {
      NavigableSet<Revision> seen = store.list(store.object());
      Path trash = store.temporary(call);
      if (!store.rename(store.object(), trash)) {
        return;
      }
      client.world().journal().named("delete", seen);
      for (Revision revision : store.list(trash)) {
        Path file = trash.resolve(revision.toString());
        if (seen.contains(revision)) {
          Files.deleteIfExists(file);
        }
      }
      store.rename(trash, store.object());
      if (store.list(store.object()).isEmpty()) {
        Files.deleteIfExists(store.object());
      }
      call.deleted = true;
    }
  },
  /** Deletes without a tombstone, the newest revision first. */
  UNLINK_NEWEST_FIRST(Claim.DELETE) {
    @Override
    void perform(Client client, Call call, RawStore store) throws IOException {
      NavigableSet<Revision> seen = store.list(store.object());
      client.world().journal().named("delete", seen);
      for (Revision revision : seen.descendingSet()) {
        Files.deleteIfExists(store.object().resolve(revision.toString()));
      }
      call.deleted = true;
    }
  },
  /** Creates by making the directory and linking a finished file into it. */
  MKDIR_AND_LINK(Claim.CREATE) {
    @Override
    void perform(Client client, Call call, RawStore store) throws IOException {
      NavigableSet<Revision> seen = store.list(store.object());
      if (!seen.isEmpty()) {
        throw new ObjectExistsException(World.ID, seen.last());
      }
      try {
        Files.createDirectory(store.object());
      } catch (FileAlreadyExistsException e) {
        // Made by another process that creates the same object.
      }
      Revision revision = RawStore.revision(0, call.mark);
      Path written = store.temporary(call);
      store.write(written, call);
      store.link(written, store.object(revision));
      call.written = revision;
    }
  },
  /** Removes superseded revisions without a tombstone, the newest first. */
  PRUNE_NEWEST_FIRST(Claim.COMPACT) {
    @Override
    void perform(Client client, Call call, RawStore store) throws IOException {
      NavigableSet<Revision> seen = store.list(store.object());
      NavigableSet<Revision> superseded = seen.headSet(seen.last(), false);
      client.world().journal().named("compact", superseded);
      for (Revision revision : superseded.descendingSet()) {
        Files.deleteIfExists(store.object().resolve(revision.toString()));
      }
    }
  },
  /** Compacts, taking the greatest name for something that can be read. */
  PRUNE_UNREAD(Claim.COMPACT) {
    @Override
    void perform(Client client, Call call, RawStore store) throws IOException {
      NavigableSet<Revision> seen = store.list(store.object());
      NavigableSet<Revision> superseded = seen.headSet(seen.last(), false);
      client.world().journal().named("compact", superseded);
      for (Revision revision : superseded) {
        Files.deleteIfExists(store.object().resolve(revision.toString()));
      }
    }
  },
  /** Lets one edit of a base through, but does not look again before it commits. */
  CLAIM_WITHOUT_LOOKING_AGAIN(Claim.UPDATE) {
    @Override
    void perform(Client client, Call call, RawStore store) throws IOException {
      Revision base = store.base(client, call);
      Revision child = store.child(base, call);
      Path claim = store.claim(base);
      Path made = store.temporary(call);
      Files.createDirectory(made);
      store.write(made.resolve(child.toString()), call);
      while (!store.rename(made, claim)) {
        for (Revision other : store.list(claim)) {
          store.rename(claim.resolve(other.toString()), store.object(other));
        }
      }
      store.rename(claim.resolve(child.toString()), store.object(child));
      Files.deleteIfExists(claim);
      call.written = child;
    }
  },
  /** Claims a base by a link, which others may finish; then looks whether the base is current. */
  LINKED_CLAIM(Claim.UPDATE) {
    @Override
    void perform(Client client, Call call, RawStore store) throws IOException {
      Revision base = store.base(client, call);
      Revision child = store.child(base, call);
      Path written = store.temporary(call);
      store.write(written, call);
      Path claim = store.claim(base);
      if (!store.link(written, claim)) {
        Optional<String> first = store.read(claim);
        if (first.isPresent()) {
          store.link(claim, store.object(RawStore.revision(child.generation(), first.get())));
        }
        throw new StaleRevisionException(World.ID, base, child);
      }
      if (!store.list(store.object()).last().equals(base)) {
        Files.deleteIfExists(claim);
        throw new StaleRevisionException(World.ID, base, child);
      }
      store.link(claim, store.object(child));
      call.written = child;
    }
  };

  private final Claim claim;

  RejectedDesign(Claim claim) {
    this.claim = claim;
  }

  abstract void perform(Client client, Call call, RawStore store) throws IOException;

  @Override
  public Claim claim() {
    return claim;
  }

  @Override
  public void perform(Client client, Call call) throws IOException {
    perform(client, call, new RawStore(client.world().root()));
  }
}
