package io.multiprocess.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
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
 *       the others show as a {@link Conflict} until it is settled.
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
   * Creates several objects, each as the other method does, in no particular order and possibly
   * some at the same time. Not atomic: where some cannot be created, the others are.
   *
   * @param documents by id
   * @return what was created, in the order of the map
   * @throws StoreException the first failure in the order of the map, with the further ones
   *     suppressed in it; each names its object
   */
  default List<Versioned<ObjectNode>> createAll(Map<String, ObjectNode> documents) {
    List<Versioned<ObjectNode>> created = new ArrayList<>();
    StoreException failure = null;
    for (Map.Entry<String, ObjectNode> each : documents.entrySet()) {
      try {
        created.add(create(each.getKey(), each.getValue()));
      } catch (StoreException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    return created;
  }

  /**
   * Reads the winner of an object. A first revision that another process has begun but not finished
   * to write is not there yet, though {@link #exists} sees its name.
   *
   * @throws DamagedRevisionException if the object has live revisions but none can be read
   */
  Optional<Versioned<ObjectNode>> find(String id);

  /**
   * Reads the winner of an object as a value.
   *
   * @throws DamagedRevisionException if the object has live revisions but none can be read
   * @throws InvalidDocumentException if the document cannot be mapped
   */
  default <V> Optional<Versioned<V>> find(String id, DocumentMapping<V> mapping) {
    return find(id).map(found -> mapped(found, mapping));
  }

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
   * Reads the winner of an object as a value.
   *
   * @throws ObjectNotFoundException if the object does not exist
   * @throws DamagedRevisionException if the object has live revisions but none can be read
   * @throws InvalidDocumentException if the document cannot be mapped
   */
  default <V> Versioned<V> get(String id, DocumentMapping<V> mapping) {
    return find(id, mapping).orElseThrow(() -> new ObjectNotFoundException(id));
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
   * Publishes an edit as the other method does, with its own answer to the question what becomes of
   * it if its base is no longer the winner.
   *
   * @param onStale what becomes of a stale edit, whatever the store's setting
   * @return the edit as it was written, or the merge that stands for it
   */
  Versioned<ObjectNode> update(Versioned<ObjectNode> edited, OnStale onStale);

  /**
   * Creates the object, or lays the given top-level fields over its winner.
   *
   * @throws InvalidDocumentException if the resulting document breaks a limit of the store
   */
  Versioned<ObjectNode> upsert(String id, ObjectNode fields);

  /**
   * What is unsettled about an object, with what a person needs to settle it; empty if nothing is.
   *
   * @throws ObjectNotFoundException if the object does not exist
   * @throws DamagedRevisionException if a rival cannot be read
   */
  Optional<OpenConflict<ObjectNode>> conflict(String id);

  /**
   * Decides between rivals: publishes a value as one revision made from all of them, a generation
   * above the greatest, and retires the rivals it leaves behind, with what only they were made
   * from. The leading rival stays as history, and so does what it was made from. Choosing one side,
   * merging, and dropping one rival are all this call with another value. What arrived meanwhile is
   * not decided upon: a rival that was not named stays a rival, and an edit that went ahead of
   * those named is in conflict with the decision, unless the store rejects stale edits.
   *
   * <p>In a conflict with a deletion a single rival is enough: the decision says that the object is
   * to live. That it is to stay deleted is {@link #delete}. If somebody else has settled that
   * meanwhile, the decision is an edit of the rival like any other.
   *
   * <p>The decision counts once it is published; a process that dies before it has retired the
   * rivals leaves that to the next reader.
   *
   * @param value the document that stands for all rivals from now on
   * @param rivals live revisions, those of {@link #conflict} or of a {@link Conflict}; at least
   *     two, unless a deletion is in conflict with the object
   * @throws ObjectNotFoundException if the object does not exist any more
   * @throws StaleRevisionException if a rival is not live any more, or if the store rejects stale
   *     edits and the greatest rival is not the winner; nothing was published
   * @throws IllegalArgumentException if there is a single rival, and the object was never deleted
   * @throws InvalidDocumentException if the document breaks a limit of the store
   */
  Versioned<ObjectNode> settle(String id, ObjectNode value, Collection<Revision> rivals);

  /**
   * Settles the conflict of an object by the store's rules, if they can: what merges without a
   * clash is published as one revision made from all rivals. Whoever resolves the same conflict by
   * the same rules writes the same revision.
   *
   * @return the winner after that, whether or not it was settled now; empty if there is no object
   */
  Optional<Versioned<ObjectNode>> resolve(String id);

  /**
   * Retires the losing rivals of an object that need nobody's attention, because all that they
   * changed stands in the winner, or stood in a revision that the winner was made from after the
   * rival had parted from it. Each tombstone names that revision as its evidence.
   *
   * @param dryRun to only tell what would be retired
   */
  List<Settlement> settleCaptured(String id, boolean dryRun);

  /**
   * Does the same for every object that has a conflict. An object that cannot be read is left out
   * and told to the {@link StoreListener}.
   */
  List<Settlement> settleCaptured(boolean dryRun);

  /**
   * Deletes every revision of the object that this call saw. An edit published meanwhile survives,
   * and with it the object.
   *
   * @return whether there was such an object
   */
  boolean delete(String id);

  /**
   * Deletes the object as the other method does, provided that a revision is still its winner. An
   * edit published after that was checked survives.
   *
   * @param revision the winner as the caller knows it
   * @return whether there was such an object
   * @throws StaleRevisionException if another revision is the winner, whatever the store's setting;
   *     nothing was deleted
   */
  boolean delete(String id, Revision revision);

  /**
   * Brings back an object as it was when it was deleted; or, if an edit survived the deletion,
   * settles the conflict between them in favour of the edit.
   *
   * @return the winner
   * @throws ObjectNotFoundException if there is nothing to bring back: it was never there, or its
   *     body has been purged
   * @throws ObjectExistsException if the object exists, and no deletion is in conflict with it
   */
  Versioned<ObjectNode> undelete(String id);

  /**
   * Brings back the body of a dead revision from the archive, as a new live revision at its place:
   * a settlement, compaction or deletion is undone as far as this revision goes. Beside what stands
   * there now it shows as a conflict. What was deleted comes back above the deletion.
   *
   * @return the revision that was published, with the body of the dead one
   * @throws ObjectExistsException if the revision is live
   * @throws ObjectNotFoundException if there is no such revision, or its body has been purged
   */
  Versioned<ObjectNode> restore(String id, Revision revision);

  /**
   * Publishes the document of an earlier revision, dead or alive, as an edit of the winner.
   *
   * @throws ObjectNotFoundException if the object does not exist, or there is no such revision, or
   *     its body has been purged
   * @throws StaleRevisionException if the store rejects stale edits and somebody edits the object
   *     at the same time
   */
  Versioned<ObjectNode> revert(String id, Revision revision);

  /**
   * Ids of all objects, in no particular order. Read as the stream is consumed; close it. Objects
   * created or deleted meanwhile may or may not be among them.
   */
  Stream<String> ids();

  /**
   * Ids of objects in ascending order, as many as fit a page. Only as many objects are looked at as
   * the page needs, though all names may be listed.
   *
   * @param wanted which ids are wanted; may be asked about ids of objects that do not exist
   * @param after the id after which to begin, for example the last one of the page before; empty to
   *     begin with the first
   * @param limit how many ids at most
   */
  default List<String> ids(Predicate<? super String> wanted, String after, int limit) {
    try (Stream<String> all = ids()) {
      return all.filter(id -> id.compareTo(after) > 0)
          .filter(wanted)
          .sorted()
          .limit(limit)
          .toList();
    }
  }

  /**
   * Winners of all objects, in no particular order. Read as the stream is consumed; close it. An
   * object none of whose revisions can be read is left out and told to the {@link StoreListener}.
   */
  Stream<Versioned<ObjectNode>> all();

  /**
   * The same as values.
   *
   * @throws InvalidDocumentException as the stream is consumed, if a document cannot be mapped
   */
  default <V> Stream<Versioned<V>> all(DocumentMapping<V> mapping) {
    return all().map(found -> mapped(found, mapping));
  }

  private static <V> Versioned<V> mapped(
      Versioned<ObjectNode> document, DocumentMapping<V> mapping) {
    return document.withValue(mapping.map(document.id(), document.revision(), document.value()));
  }

  /**
   * Conflicts of one object by ascending generation, one with a deletion last; empty when it has
   * none or does not exist. Names alone tell that there is a conflict; bodies are read only to tell
   * its leaves and its base.
   */
  List<Conflict> conflicts(String id);

  /** Conflicts of all objects. Read as the stream is consumed; close it. */
  Stream<Conflict> conflicts();

  /**
   * Live revisions of an object with their documents, greatest first; empty when it does not exist.
   * Revisions that cannot be read are left out and told to the {@link StoreListener}.
   */
  List<Versioned<ObjectNode>> revisions(String id);

  /**
   * All that is known of the revisions of an object, dead or alive, greatest first; of the dead, as
   * long as their tombstones and their bodies in the archive have not been purged. Empty when there
   * was never such an object. Times are those of files: they tell, and decide nothing.
   */
  List<HistoryEntry<ObjectNode>> history(String id);

  /**
   * The winner of an object as it was at a moment, by the times of files: the greatest revision
   * that was written by then; empty if there was none, or if the object was deleted by then. What
   * has been purged is not seen.
   */
  Optional<Versioned<ObjectNode>> asOf(String id, Instant moment);

  /**
   * What has to be done to one revision to get another one, as a JSON Patch (RFC 6902).
   *
   * @throws ObjectNotFoundException if there is no such revision, dead or alive, or its body has
   *     been purged
   */
  ArrayNode diff(String id, Revision from, Revision to);

  /** Counts objects and conflicts by walking the store once. Bodies are not read. */
  StoreCounts counts();

  /** Everything there is, as changes, with a position from which to go on. */
  ChangeBatch changes();

  /**
   * What has become of the store after a position: one change for each object that was created,
   * updated or deleted, or whose conflicts changed, by whichever process. Whatever was acknowledged
   * before this call is among it. What was told before may be told again; nothing is left out that
   * still shows in the store, also if everything was restarted meanwhile. When nobody knows any
   * more what was told at the position, the answer begins anew; see {@link ChangeBatch#complete}.
   *
   * <p>Positions are of one store on one host.
   *
   * @param position of a {@link ChangeBatch}, a {@link Change} or a {@link ChangeFeed}
   * @throws IllegalArgumentException if the text is no position
   */
  ChangeBatch changes(String position);

  /**
   * Tells of changes from now on, by whichever process: promptly where the writer uses this
   * library, else within an interval. Whatever is acknowledged after this call has returned is
   * told, changes of one object in the order of its winners. Errors are logged, and overcome by
   * looking again.
   *
   * @return the feed, to be closed; the end of the store ends it too
   */
  ChangeFeed watch(ChangeListener listener);

  /**
   * Tells of everything after a position, as {@link #changes(String)} does, and then of changes as
   * they happen.
   *
   * @throws IllegalArgumentException if the text is no position
   */
  ChangeFeed watch(String position, ChangeListener listener);

  /**
   * This store with its conflicts merged and settled by other rules; whatever is done through
   * either is done to the same store, and closing one closes both.
   *
   * @param rules how places of a document are merged for which the store's own rules say nothing
   * @param resolver what settles conflicts, in {@link #resolve} and after stale edits
   */
  ObjectStore merging(MergeRules rules, ConflictResolver<ObjectNode> resolver);

  /** What this store offers to a replicator, as long as it is open. */
  Replica replica();

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
