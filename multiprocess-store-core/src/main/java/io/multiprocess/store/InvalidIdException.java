package io.multiprocess.store;

/** An id that no object can have in this store. */
public final class InvalidIdException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final String id;

  /** Names the id and what is expected of it. */
  public InvalidIdException(String id, String reason) {
    super("Id '%s' %s".formatted(printable(id), reason), null);
    this.id = id;
  }

  /** The refused id. */
  public String id() {
    return id;
  }

  private static String printable(String id) {
    StringBuilder text = new StringBuilder();
    id.codePoints()
        .limit(80)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                text.append("\\u%04X".formatted(c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.length() < id.length() && id.length() > 80 ? text + "..." : text.toString();
  }
}
