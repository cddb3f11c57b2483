package io.multiprocess.store;

/**
 * The file of a live revision is not what was written.
 *
 * <p>Readers are served the next lower live revision; this is thrown only when there is none, or
 * when exactly the damaged revision was asked for.
 */
public final class DamagedRevisionException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final Revision revision;

  /**
   * Names the revision and its finding.
   *
   * @param finding what is wrong, and where
   */
  public DamagedRevisionException(String id, Revision revision, String finding) {
    super("Revision %s of '%s' is damaged: %s".formatted(revision, id, finding), null);
    this.id = id;
    this.revision = revision;
  }

  /** Id of the object. */
  public String id() {
    return id;
  }

  /** The damaged revision. */
  public Revision revision() {
    return revision;
  }
}
