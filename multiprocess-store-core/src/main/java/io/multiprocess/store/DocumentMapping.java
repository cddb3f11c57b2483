package io.multiprocess.store;

import tools.jackson.databind.node.ObjectNode;

/**
 * Makes values of documents.
 *
 * <p>A value that nobody can change may be handed to everybody: a store that keeps documents in
 * memory also keeps what {@linkplain #isShareable may be shared}, and hands it out, for as long as
 * the revision it was made of is the winner, to whoever asks with a mapping that is {@linkplain
 * Object#equals equal}. So a mapping must make equal values of equal documents, and equal mappings
 * must make the same.
 *
 * @param <V> type of the values
 */
public interface DocumentMapping<V> {

  /**
   * Makes a value of a document.
   *
   * @param document the mapping's from now on
   * @throws InvalidDocumentException if it cannot be mapped
   */
  V map(String id, Revision revision, ObjectNode document);

  /** Whether a value that was made here can be changed by nobody. */
  default boolean isShareable(V value) {
    return false;
  }
}
