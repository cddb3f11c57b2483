package io.multiprocess.store.observation;

import java.util.Locale;

/** What can be done with a store, by the names that observations and meters carry. */
public enum StoreOperation {
  /** An object was to be created. */
  CREATE,
  /** Several objects were to be created. */
  CREATE_ALL,
  /** An object or one live revision of it was looked for. */
  FIND,
  /** An object or one live revision of it, which had to exist, was read. */
  GET,
  /** It was asked whether an object exists. */
  EXISTS,
  /** An edit was published. */
  UPDATE,
  /** An object was created, or fields were laid over it. */
  UPSERT,
  /** An object was deleted. */
  DELETE,
  /** All that is unsettled about one object was read, with what settles it. */
  CONFLICT,
  /** The conflicts of one object were listed. */
  CONFLICTS,
  /** The conflicts of all objects were listed. */
  ALL_CONFLICTS,
  /** It was decided between rivals. */
  SETTLE,
  /** A conflict was to be settled by rules. */
  RESOLVE,
  /** Captured rivals of one object were retired. */
  SETTLE_CAPTURED,
  /** Captured rivals of all objects were retired. */
  SETTLE_ALL_CAPTURED,
  /** A deleted object was brought back. */
  UNDELETE,
  /** A dead revision was brought back. */
  RESTORE,
  /** The document of an earlier revision was published as an edit. */
  REVERT,
  /** The live revisions of an object were read. */
  REVISIONS,
  /** All revisions of an object, dead or alive, were read. */
  HISTORY,
  /** An object was read as it was at a moment. */
  AS_OF,
  /** Two revisions were compared. */
  DIFF,
  /** The ids of all objects, or a page of them, were listed. */
  IDS,
  /** The winners of all objects were read. */
  ALL,
  /** Objects and conflicts were counted. */
  COUNTS,
  /** What has changed was read. */
  CHANGES,
  /** A changes feed was opened. What it tells is not observed. */
  WATCH;

  private final String key = name().toLowerCase(Locale.ROOT);

  /** The name in tags: lower case, with underscores. Names stay as they are between versions. */
  public String key() {
    return key;
  }

  /** Whether a document that does not fit is the fault of the caller, who handed it in. */
  boolean takesADocument() {
    return switch (this) {
      case CREATE, CREATE_ALL, UPDATE, UPSERT, SETTLE -> true;
      default -> false;
    };
  }

  /** Whether an empty answer says that there is no such object. */
  boolean isEmptyWithoutAnObject() {
    return switch (this) {
      case FIND, EXISTS, DELETE, RESOLVE, REVISIONS, HISTORY, AS_OF -> true;
      default -> false;
    };
  }
}
