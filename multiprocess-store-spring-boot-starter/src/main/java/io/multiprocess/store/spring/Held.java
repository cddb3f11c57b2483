package io.multiprocess.store.spring;

import java.util.function.Consumer;

/** The one element that a spliterator handed over. */
final class Held<T> implements Consumer<T> {

  @SuppressWarnings("NullAway.Init")
  private T element;

  @Override
  public void accept(T value) {
    element = value;
  }

  /** Hands the element on. */
  void passTo(Consumer<? super T> consumer) {
    consumer.accept(element);
  }
}
