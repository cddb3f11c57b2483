package io.multiprocess.store;

/** An object was to be created under an id that is taken. */
public final class ObjectExistsException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final Revision revision;

  /** Names the object and the revision that stands in the way. */
  public ObjectExistsException(String id, Revision revision) {
    super(
        "Object '%s' already exists at %s; update it or choose another id".formatted(id, revision),
        null);
    this.id = id;
    this.revision = revision;
  }

  /** Id of the object. */
  public String id() {
    return id;
  }

  /** The winner that was seen. */
  public Revision revision() {
    return revision;
  }
}
