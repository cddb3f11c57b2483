package io.multiprocess.store;

import java.util.Optional;

/**
 * What a store offers to a replicator: which files it holds of an object, their exact bytes, and a
 * place for those of another store.
 *
 * <p>What every implementation owes a replicator:
 *
 * <ul>
 *   <li><b>Files keep their names and bytes.</b> A revision or tombstone that is accepted is the
 *       same file as at the source.
 *   <li><b>Nothing unproven is accepted.</b> A name that proves its content is verified, and behind
 *       any other there has to be one JSON object.
 *   <li><b>Nothing comes back.</b> A revision that is dead in this store is not accepted again, be
 *       it named by a tombstone or dead because all that was made from it is.
 *   <li><b>A file is accepted as a whole or not at all</b>, and survives then what an acknowledged
 *       write of this store survives. Tombstones always survive a power cut.
 *   <li><b>No change is missed.</b> Whatever came or went after a position is told after it, by
 *       whichever process.
 * </ul>
 *
 * <p>All methods are safe for concurrent use, throw {@link InvalidIdException} for an id the store
 * cannot hold, {@link StoreAccessException} when the storage fails, and {@link
 * IllegalStateException} once the store is closed.
 */
public interface Replica {

  /** Where the store is. Two stores of one place are the same store. */
  String place();

  /**
   * Objects of which a revision or a tombstone came or went after a position. Some more may be
   * among them.
   *
   * @param position of an earlier answer; empty for all objects. One that is not known any more,
   *     because another opened store gave it, stands for the beginning
   */
  ReplicaChanges changes(Optional<String> position);

  /** What the store has of an object, by name. */
  Holdings holdings(String id);

  /**
   * Reads a revision that lies in the store, as it is there.
   *
   * @return empty if it is not there any more
   * @throws DamagedRevisionException if what lies there cannot be a revision's file
   */
  Optional<StoredFile> revision(String id, Revision revision);

  /**
   * Reads a tombstone, as it is there.
   *
   * @param name its file's name, which looks like that of a revision
   * @return empty if it is not there any more
   */
  Optional<StoredFile> tombstone(String id, Revision name);

  /**
   * Accepts a revision of another store.
   *
   * @throws UnconfirmedWriteException if it is visible but may not survive a power cut
   */
  Acceptance acceptRevision(String id, Revision revision, StoredFile file);

  /**
   * Accepts a tombstone of another store, and sets aside what is dead by it.
   *
   * @param name its file's name, which looks like that of a revision
   * @throws UnconfirmedWriteException if it is visible but may not survive a power cut
   */
  Acceptance acceptTombstone(String id, Revision name, StoredFile file);
}
