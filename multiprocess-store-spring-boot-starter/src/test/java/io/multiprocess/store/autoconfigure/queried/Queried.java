package io.multiprocess.store.autoconfigure.queried;

import io.multiprocess.store.autoconfigure.app.Note;
import io.multiprocess.store.repository.StoreRepository;
import java.util.List;
import java.util.UUID;

/** A repository with a mistake in the name of a query method. */
public interface Queried extends StoreRepository<Note, UUID> {

  /** Notes have a text. */
  List<Note> findByTxt(String text);
}
