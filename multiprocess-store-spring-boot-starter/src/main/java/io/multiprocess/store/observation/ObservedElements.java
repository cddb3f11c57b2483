package io.multiprocess.store.observation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Elements whose reading is an operation. It ends when the last one was read, when reading fails,
 * or when the stream is closed; what their consumer throws is none of its business.
 */
final class ObservedElements<T> implements Spliterator<T> {

  private final Spliterator<T> source;
  private final RunningOperation running;
  private final Deque<T> next = new ArrayDeque<>(1);

  private ObservedElements(Spliterator<T> source, RunningOperation running) {
    this.source = source;
    this.running = running;
  }

  static <T> Stream<T> stream(Stream<T> source, RunningOperation running) {
    return StreamSupport.stream(new ObservedElements<>(source.spliterator(), running), false)
        .onClose(() -> close(source, running));
  }

  private static void close(Stream<?> source, RunningOperation running) {
    try {
      source.close();
    } catch (RuntimeException | Error e) {
      running.fail(e);
      throw e;
    }
    running.end(source);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    boolean advanced;
    try {
      advanced = source.tryAdvance(next::add);
    } catch (RuntimeException | Error e) {
      running.fail(e);
      throw e;
    }
    if (advanced) {
      action.accept(next.remove());
    } else {
      running.end(source);
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
