package io.multiprocess.store.test.library;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Rival;
import java.util.Comparator;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A rule for conflicts between books. */
@Component
public class LongerTitle implements ConflictResolver<Book> {

  @Override
  public Optional<Book> resolve(OpenConflict<Book> conflict) {
    return conflict.rivals().stream()
        .map(Rival::value)
        .max(Comparator.comparingInt(book -> book.title().length()));
  }
}
