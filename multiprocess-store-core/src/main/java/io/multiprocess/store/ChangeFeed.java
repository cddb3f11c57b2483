package io.multiprocess.store;

/** Changes of a store that are told to a listener until this is closed. */
public interface ChangeFeed extends AutoCloseable {

  /**
   * Where to go on so that nothing is missed that the listener has not been told: the position of
   * the last change that it has returned from.
   */
  String position();

  /**
   * Waits until the listener has been told whatever was acknowledged before this call by this
   * opened store, and by others that announce what they write. That is cheap: announcements are
   * read, and the store is not looked through.
   *
   * <p>Not announced is what is written by other means than this library, by who could not append
   * to a file under {@code .local}, and, for a second after nobody had watched for ten minutes, by
   * who does not know yet that somebody does.
   *
   * @return false if it cannot be told whether the listener knows it all: the store is yet to be
   *     looked through, or cannot be read, the feed has been closed, or this was called by the
   *     listener or interrupted
   */
  boolean catchUp();

  /**
   * Waits until the listener has been told whatever was in the store before this call, by whomever
   * it was written. For that the directory of every object is looked at, which costs a call to the
   * system each; those who ask at the same time share one look. A store whose reads may be late
   * with what others than this library write is not looked through again within that delay.
   *
   * @return false if it cannot be told whether the listener knows it all: the store cannot be read,
   *     the feed has been closed, or this was called by the listener or interrupted
   */
  boolean catchUpWithAll();

  /**
   * What the store held when each of its objects was last looked at. No directory is touched for
   * it: the feed adds up what it sees, so that this costs the same however much there is, but for
   * the objects in conflict. What was acknowledged before a {@link #catchUp()} that returned true
   * is in it; what other means have written, when the feed comes to see it.
   *
   * @throws IllegalStateException if this feed is closed
   */
  Census census();

  /** Whether changes are still told. The end of the store ends its feeds. */
  boolean isOpen();

  /**
   * Ends it. When this returns the listener is not called any more, unless it is the listener that
   * calls this, or one that does not return for seconds. Closing again does nothing.
   */
  @Override
  void close();
}
