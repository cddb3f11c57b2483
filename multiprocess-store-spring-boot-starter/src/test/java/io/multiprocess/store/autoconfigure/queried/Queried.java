package io.multiprocess.store.autoconfigure.queried;

import io.multiprocess.store.autoconfigure.app.Note;
import io.multiprocess.store.repository.StoreRepository;
import java.util.List;
import java.util.UUID;

/** A repository with a query method. */
public interface Queried extends StoreRepository<Note, UUID> {

  /** Not something that repositories of stores do. */
  List<Note> findByText(String text);
}
