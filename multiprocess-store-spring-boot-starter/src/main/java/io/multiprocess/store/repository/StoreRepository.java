package io.multiprocess.store.repository;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.query.ListQueryByExampleExecutor;

/**
 * A repository over a store.
 *
 * <ul>
 *   <li>Every object of the store is taken for one of the repository's entities; give each kind of
 *       entity a store of its own, and name it with {@link StoredIn}.
 *   <li>{@code save} creates an entity that holds no revision, and fails with a {@link
 *       org.springframework.dao.DuplicateKeyException} if its id is taken; an entity that holds a
 *       revision is updated from it.
 *   <li>An entity whose type keeps no revision replaces what is there, or is created: the last
 *       write wins.
 *   <li>{@code delete} of an entity that holds a revision fails with an {@link
 *       org.springframework.dao.OptimisticLockingFailureException} if that is not the winner.
 *   <li>{@code findAll} is ordered by id, and every other list too, after what its sort says.
 *   <li>Methods that are declared besides are queries by their names, as {@code
 *       findByNameIgnoreCase}. A query reads every object of the store.
 *   <li>Several entities are written or deleted one by one; there is no transaction over them.
 * </ul>
 *
 * @param <T> type of the entities
 * @param <ID> type of their ids
 */
@NoRepositoryBean
public interface StoreRepository<T, ID>
    extends ListCrudRepository<T, ID>,
        ListPagingAndSortingRepository<T, ID>,
        ListQueryByExampleExecutor<T> {

  /** Conflicts of one object by ascending generation. */
  List<Conflict> conflicts(ID id);

  /** Whether the object has a conflict, current or past. */
  boolean hasConflicts(ID id);

  /** All entities whose object has a conflict, current or past, ordered by id. */
  List<T> findAllConflicted();

  /** What is unsettled about an object, with what a person needs to settle it. */
  Optional<OpenConflict<T>> conflict(ID id);

  /**
   * Decides between rivals: saves an entity as one revision made from all of them, and retires the
   * rivals it leaves behind. The revision that the entity holds is of no account.
   *
   * @throws org.springframework.dao.OptimisticLockingFailureException if a rival is not live any
   *     more
   */
  <S extends T> S settle(S value, Collection<Revision> rivals);

  /** Decides between all rivals of a conflict as it was read. */
  default <S extends T> S settle(S value, OpenConflict<? super S> conflict) {
    return settle(value, conflict.revisions());
  }

  /**
   * Settles the conflict of an object by rules, if they can.
   *
   * @return the winner after that, whether or not it was settled now; empty if there is no object
   */
  Optional<T> resolve(ID id);

  /**
   * One revision of an object, dead or alive; of the dead, as long as their bodies in the archive
   * have not been purged.
   */
  Optional<Versioned<T>> findRevision(ID id, Revision revision);

  /** Live revisions of an object, greatest first; empty when it does not exist. */
  List<Versioned<T>> revisions(ID id);

  /** All that is known of the revisions of an object, dead or alive, greatest first. */
  List<HistoryEntry<T>> history(ID id);

  /** The winner of an object as it was at a moment, by the times of files. */
  Optional<T> asOf(ID id, Instant moment);

  /**
   * Brings back an object as it was when it was deleted; or, if an edit survived the deletion,
   * settles the conflict between them in favour of the edit.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if there is nothing to bring
   *     back
   * @throws org.springframework.dao.DuplicateKeyException if the object exists, and no deletion is
   *     in conflict with it
   */
  T undelete(ID id);

  /**
   * Brings back a dead revision, live and at its place. Beside what stands there now it shows as a
   * conflict.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such revision
   * @throws org.springframework.dao.DuplicateKeyException if it is live
   */
  T restore(ID id, Revision revision);

  /**
   * Publishes the document of an earlier revision, dead or alive, as an edit of the winner.
   *
   * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such object or
   *     revision
   */
  T revert(ID id, Revision revision);
}
