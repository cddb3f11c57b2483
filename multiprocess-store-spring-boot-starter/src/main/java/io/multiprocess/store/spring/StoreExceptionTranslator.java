package io.multiprocess.store.spring;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreException;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;

/** Says what a store throws in Spring's words, and keeps the store's exception as the cause. */
enum StoreExceptionTranslator {

  /** A document that does not fit is a fault of what is stored. */
  READING,

  /** A document that does not fit is a fault of the caller. */
  WRITING;

  /** Runs an operation. */
  <T> T translate(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (StoreException e) {
      throw translate(e);
    }
  }

  /** Runs the opening of a stream now, and its consumption whenever it is consumed. */
  <T> Stream<T> translateStream(Supplier<Stream<T>> operation) {
    Stream<T> stream = translate(operation);
    Spliterator<T> elements = new TranslatingSpliterator<>(this, stream.spliterator());
    return StreamSupport.stream(elements, false).onClose(() -> translate(() -> close(stream)));
  }

  /** The exception in Spring's words. */
  DataAccessException translate(StoreException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof ObjectNotFoundException) {
      return new EmptyResultDataAccessException(message, 1, e);
    }
    if (e instanceof ObjectExistsException) {
      return new DuplicateKeyException(message, e);
    }
    if (e instanceof StaleRevisionException) {
      return new OptimisticLockingFailureException(message, e);
    }
    if (e instanceof InvalidIdException
        || (e instanceof InvalidDocumentException && this == WRITING)) {
      return new InvalidDataAccessApiUsageException(message, e);
    }
    if (e instanceof InvalidDocumentException || e instanceof DamagedRevisionException) {
      return new DataRetrievalFailureException(message, e);
    }
    return new DataAccessResourceFailureException(message, e);
  }

  private static boolean close(Stream<?> stream) {
    stream.close();
    return true;
  }

  /** Translates what the elements' source throws, and leaves alone what their consumer throws. */
  private record TranslatingSpliterator<T>(
      StoreExceptionTranslator translator, Spliterator<T> source) implements Spliterator<T> {

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
      Held<T> held = new Held<>();
      boolean advanced = translator.translate(() -> source.tryAdvance(held));
      if (advanced) {
        held.passTo(action);
      }
      return advanced;
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
      return null;
    }

    @Override
    public long estimateSize() {
      return source.estimateSize();
    }

    @Override
    public int characteristics() {
      return source.characteristics() & ~(SIZED | SUBSIZED | SORTED);
    }
  }
}
