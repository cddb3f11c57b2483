package io.multiprocess.store.file;

import io.multiprocess.store.Acceptance;
import io.multiprocess.store.Holdings;
import io.multiprocess.store.Replica;
import io.multiprocess.store.ReplicaChanges;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoredFile;
import java.util.Objects;
import java.util.Optional;

/** A store in a directory as a replicator sees it, as long as it is open. */
final class FileReplica implements Replica {

  private final OpenStore store;
  private final Runnable requireOpen;

  FileReplica(OpenStore store, Runnable requireOpen) {
    this.store = store;
    this.requireOpen = requireOpen;
  }

  @Override
  public String place() {
    return store.root().toString();
  }

  @Override
  public ReplicaChanges changes(Optional<String> position) {
    requireOpen.run();
    return store.replicaChanges(position);
  }

  @Override
  public Holdings holdings(String id) {
    requireOpen.run();
    return store.holdings(id);
  }

  @Override
  public Optional<StoredFile> revision(String id, Revision revision) {
    Objects.requireNonNull(revision, "revision");
    requireOpen.run();
    return store.storedRevision(id, revision);
  }

  @Override
  public Optional<StoredFile> tombstone(String id, Revision name) {
    Objects.requireNonNull(name, "name");
    requireOpen.run();
    return store.storedTombstone(id, name);
  }

  @Override
  public Acceptance acceptRevision(String id, Revision revision, StoredFile file) {
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(file, "file");
    requireOpen.run();
    return store.acceptRevision(id, revision, file);
  }

  @Override
  public Acceptance acceptTombstone(String id, Revision name, StoredFile file) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(file, "file");
    requireOpen.run();
    return store.acceptTombstone(id, name, file);
  }

  @Override
  public String toString() {
    return "FileReplica[%s]".formatted(place());
  }
}
