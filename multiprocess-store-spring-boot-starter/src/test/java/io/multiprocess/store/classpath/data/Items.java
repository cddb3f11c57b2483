package io.multiprocess.store.classpath.data;

import io.multiprocess.store.repository.StoreRepository;
import java.util.List;

/** A repository. */
public interface Items extends StoreRepository<Item, String> {

  /** Items as views that are interfaces. */
  List<Named> findByNameStartingWith(String start);

  /** Items as views that are records. */
  List<Label> findByIdIn(String... ids);

  /** A view. */
  interface Named {
    /** The name. */
    String getName();
  }

  /** A view. */
  record Label(String name) {}
}
