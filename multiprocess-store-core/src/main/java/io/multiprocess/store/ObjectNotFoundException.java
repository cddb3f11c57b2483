package io.multiprocess.store;

import org.jspecify.annotations.Nullable;

/** The object, or the asked-for revision of it, is not live in the store. */
public final class ObjectNotFoundException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final String id;

  /** The object has no live revision. */
  public ObjectNotFoundException(String id) {
    this(id, null);
  }

  /** The object has no such live revision. */
  public ObjectNotFoundException(String id, @Nullable Revision revision) {
    super(
        revision == null
            ? "Object '%s' does not exist".formatted(id)
            : "Object '%s' has no live revision %s".formatted(id, revision),
        null);
    this.id = id;
  }

  /** Id of the object. */
  public String id() {
    return id;
  }
}
