package io.multiprocess.store.file;

import io.multiprocess.store.DocumentMapping;
import io.multiprocess.store.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a revision that was read or written: the bytes of its file, and what was last
 * made of them for readers, if that can be used again. Bytes take a fraction of the heap that their
 * tree takes.
 *
 * @param content not to be changed
 * @param made null if every reader has to make his own
 */
@SuppressWarnings("ArrayRecordComponent") // kept as it is, never compared
record Body(Revision revision, byte[] content, List<Revision> bases, @Nullable Made made) {

  /** A body of which nothing has been made yet. */
  static Body of(Revision revision, byte[] content, List<Revision> bases) {
    return new Body(revision, content, bases, null);
  }

  /** The same with what was made of it. */
  Body with(Made other) {
    return new Body(revision, content, bases, other);
  }

  /** What all takes of the heap. */
  long weight() {
    return HeapWeight.ofBytes(content.length) + (made == null ? 0 : made.weight());
  }

  /** What was made of a document. */
  sealed interface Made {

    /** What it takes of the heap. */
    long weight();
  }

  /**
   * The document itself, which each reader gets a copy of.
   *
   * @param document not to be changed
   */
  record Tree(ObjectNode document, long weight) implements Made {

    Tree(ObjectNode document) {
      this(document, HeapWeight.of(document));
    }
  }

  /** What a mapping has made of it, and nobody can change. */
  record Value<V>(DocumentMapping<V> mapping, V value, long weight) implements Made {

    /** What an equal mapping has made, which would make the same; null if none has. */
    static <W> @Nullable W of(@Nullable Made made, DocumentMapping<W> mapping) {
      if (!(made instanceof Value<?> known) || !known.mapping.equals(mapping)) {
        return null;
      }
      @SuppressWarnings("unchecked") // equal mappings make the same
      W value = (W) known.value;
      return value;
    }
  }
}
