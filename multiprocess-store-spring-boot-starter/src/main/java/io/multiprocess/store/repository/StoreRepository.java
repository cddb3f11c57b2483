package io.multiprocess.store.repository;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Versioned;
import java.util.List;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.NoRepositoryBean;

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
 *   <li>{@code findAll} is ordered by id.
 *   <li>Several entities are written or deleted one by one; there is no transaction over them.
 * </ul>
 *
 * @param <T> type of the entities
 * @param <ID> type of their ids
 */
@NoRepositoryBean
public interface StoreRepository<T, ID> extends ListCrudRepository<T, ID> {

  /** Conflicts of one object by ascending generation. */
  List<Conflict> conflicts(ID id);

  /** Whether the object has a conflict, current or past. */
  boolean hasConflicts(ID id);

  /** Live revisions of an object, greatest first; empty when it does not exist. */
  List<Versioned<T>> history(ID id);
}
