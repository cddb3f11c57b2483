package io.multiprocess.store.web;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;

/**
 * A revision as the entity tag of its object: {@code "1-833f..."}. It is a strong one, since {@code
 * If-Match} takes no other. An answer that holds more than the document, such as how many conflicts
 * there are, changes without it.
 *
 * <p>A {@code ResponseEntity} with this tag is all it takes to spare clients what they know: Spring
 * compares it with {@code If-None-Match} and answers 304 by itself.
 */
public final class RevisionETag {

  private RevisionETag() {}

  /** The entity tag, in quotes, as {@code ResponseEntity.eTag} takes it. */
  public static String of(Revision revision) {
    return '"' + revision.toString() + '"';
  }

  /** The entity tag of what was read or written. */
  public static String of(Versioned<?> versioned) {
    return of(versioned.revision());
  }
}
