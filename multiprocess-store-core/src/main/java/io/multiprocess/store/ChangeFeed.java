package io.multiprocess.store;

/** Changes of a store that are told to a listener until this is closed. */
public interface ChangeFeed extends AutoCloseable {

  /**
   * Where to go on so that nothing is missed that the listener has not been told: the position of
   * the last change that it has returned from.
   */
  String position();

  /** Whether changes are still told. The end of the store ends its feeds. */
  boolean isOpen();

  /**
   * Ends it. When this returns the listener is not called any more, unless it is the listener that
   * calls this, or one that does not return for seconds. Closing again does nothing.
   */
  @Override
  void close();
}
