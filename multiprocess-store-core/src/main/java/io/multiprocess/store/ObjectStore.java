package io.multiprocess.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON documents under ids, edited by any number of processes at once.
 *
 * <p>What every implementation owes its callers:
 *
 * <ul>
 *   <li><b>Nothing acknowledged is lost.</b> When a writing method has returned, its revision stays
 *       live until somebody who saw it deletes it or settles it away.
 *   <li><b>Edits of one state are all kept.</b> Readers elect the greatest live {@link Revision};
 *       the others show as a {@link Conflict}.
 *   <li><b>Reads do not go back.</b> A read that begins after an acknowledged write returns that
 *       write's revision or a greater one, unless the object was deleted; a read that begins after
 *       an acknowledged delete never returns what was deleted.
 *   <li><b>Readers are served.</b> A damaged or half-written revision is passed over for the next
 *       lower live one and told to the {@link StoreListener}.
 *   <li><b>All methods are safe for concurrent use</b> by threads and processes. Documents handed
 *       in are not kept, and documents handed out are the caller's own.
 * </ul>
 *
 * <p>A document is a JSON object. Its fields {@code _id} and {@code _rev} belong to the store: they
 * are left out of what is read and ignored in what is written. All methods throw {@link
 * InvalidIdException} for an id the store cannot hold, {@link StoreAccessException} when the
 * storage fails, and {@link IllegalStateException} once the store is closed.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * Creates an object. Of several processes that create one id, exactly one succeeds.
   *
   * @throws ObjectExistsException if the object exists
   * @throws InvalidDocumentException if the document breaks a limit of the store
   */
  Versioned<ObjectNode> create(String id, ObjectNode document);

  /**
   * Reads the winner of an object. A first revision that another process has begun but not finished
   * to write is not there yet, though {@link #exists} sees its name.
   *
   * @throws DamagedRevisionException if the object has live revisions but none can be read
   */
  Optional<Versioned<ObjectNode>> find(String id);

  /**
   * Reads one live revision of an object.
   *
   * @throws DamagedRevisionException if that revision is live but cannot be read
   */
  Optional<Versioned<ObjectNode>> find(String id, Revision revision);

  /**
   * Reads the winner of an object.
   *
   * @throws ObjectNotFoundException if the object does not exist
   * @throws DamagedRevisionException if the object has live revisions but none can be read
   */
  default Versioned<ObjectNode> get(String id) {
    return find(id).orElseThrow(() -> new ObjectNotFoundException(id));
  }

  /**
   * Reads one live revision of an object.
   *
   * @throws ObjectNotFoundException if the object has no such live revision
   * @throws DamagedRevisionException if that revision is live but cannot be read
   */
  default Versioned<ObjectNode> get(String id, Revision revision) {
    return find(id, revision).orElseThrow(() -> new ObjectNotFoundException(id, revision));
  }

  /** Whether the object has a live revision. Bodies are not read. */
  boolean exists(String id);

  /**
   * Publishes an edit of the revision it was read from. The document replaces the former one as a
   * whole. When another edit of the same base was published meanwhile, both are kept and show as a
   * conflict, unless the store is set to reject such an edit.
   *
   * @param edited the new document on its base: {@code store.get(id).withValue(document)}
   * @throws ObjectNotFoundException if the object does not exist any more
   * @throws StaleRevisionException if the store rejects stale edits and the base is not the winner
   * @throws InvalidDocumentException if the document breaks a limit of the store
   */
  Versioned<ObjectNode> update(Versioned<ObjectNode> edited);

  /**
   * Creates the object, or lays the given top-level fields over its winner.
   *
   * @throws InvalidDocumentException if the resulting document breaks a limit of the store
   */
  Versioned<ObjectNode> upsert(String id, ObjectNode fields);

  /**
   * Decides between rivals: publishes a value as one revision made from all of them, a generation
   * above the greatest. The rivals it leaves behind are retired and no conflict shows between them
   * any more; in each generation the greatest of them stays as history. Choosing one side, merging,
   * and dropping one rival are all this call with another value. What arrived meanwhile is not
   * decided upon: a rival that was not named stays a rival, and an edit that went ahead of those
   * named is in conflict with the decision, unless the store rejects stale edits.
   *
   * <p>The decision counts once it is published; a process that dies before it has retired the
   * rivals leaves that to the next reader.
   *
   * @param value the document that stands for all rivals from now on
   * @param rivals at least two live revisions, usually those of a {@link Conflict}, and the winner
   *     if that stands above them
   * @throws ObjectNotFoundException if the object does not exist any more
   * @throws StaleRevisionException if a rival is not live any more, or if the store rejects stale
   *     edits and the greatest rival is not the winner; nothing was published
   * @throws InvalidDocumentException if the document breaks a limit of the store
   */
  Versioned<ObjectNode> settle(String id, ObjectNode value, Collection<Revision> rivals);

  /**
   * Deletes every revision of the object that this call saw. An edit published meanwhile survives,
   * and with it the object.
   *
   * @return whether there was such an object
   */
  boolean delete(String id);

  /**
   * Ids of all objects, in no particular order. Read as the stream is consumed; close it. Objects
   * created or deleted meanwhile may or may not be among them.
   */
  Stream<String> ids();

  /**
   * Winners of all objects, in no particular order. Read as the stream is consumed; close it. An
   * object none of whose revisions can be read is left out and told to the {@link StoreListener}.
   */
  Stream<Versioned<ObjectNode>> all();

  /**
   * Conflicts of one object by ascending generation; empty when it has none or does not exist.
   * Bodies are not read.
   */
  List<Conflict> conflicts(String id);

  /** Conflicts of all objects. Read as the stream is consumed; close it. Bodies are not read. */
  Stream<Conflict> conflicts();

  /**
   * Live revisions of an object with their documents, greatest first; empty when it does not exist.
   * Revisions that cannot be read are left out and told to the {@link StoreListener}.
   */
  List<Versioned<ObjectNode>> revisions(String id);

  /** Counts objects and conflicts by walking the store once. Bodies are not read. */
  StoreCounts counts();

  /** This store with its documents mapped to a Java type by the store's own mapper. */
  default <T> TypedStore<T> typed(Class<T> type) {
    return TypedStore.of(this, type);
  }

  /**
   * Ends the use of this store. Operations under way finish, later ones fail; a stream that is
   * still being read fails at its next element, and is to be closed as ever. Other processes are
   * not concerned. Closing again does nothing.
   */
  @Override
  void close();
}
