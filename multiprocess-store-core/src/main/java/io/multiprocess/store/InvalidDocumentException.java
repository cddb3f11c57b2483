package io.multiprocess.store;

import org.jspecify.annotations.Nullable;

/** A value that cannot be a document, or a document that does not fit the type it is read as. */
public final class InvalidDocumentException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final String id;

  /** Names the object and what is wrong with the value. */
  public InvalidDocumentException(String id, String reason) {
    this(id, reason, null);
  }

  /** Names the object and what is wrong with the value, and keeps the cause. */
  public InvalidDocumentException(String id, String reason, @Nullable Throwable cause) {
    super("Document of '%s' %s".formatted(id, reason), cause);
    this.id = id;
  }

  /** Id of the object. */
  public String id() {
    return id;
  }
}
