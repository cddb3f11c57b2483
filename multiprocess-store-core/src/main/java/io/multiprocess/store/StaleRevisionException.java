package io.multiprocess.store;

/**
 * An edit was rejected because the state it started from is no longer the object's current one.
 *
 * <p>The edit was not published. Read again, apply the edit to what is there now, and update.
 */
public final class StaleRevisionException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final Revision base;
  private final Revision winner;

  /** Names the base of the rejected edit and the revision that stands there now. */
  public StaleRevisionException(String id, Revision base, Revision winner) {
    super(
        "Edit of '%s' started from %s, but %s is current; read it again and repeat the edit"
            .formatted(id, base, winner),
        null);
    this.id = id;
    this.base = base;
    this.winner = winner;
  }

  /** Id of the object. */
  public String id() {
    return id;
  }

  /** The revision the rejected edit started from. */
  public Revision base() {
    return base;
  }

  /** The winner that was seen. */
  public Revision winner() {
    return winner;
  }
}
