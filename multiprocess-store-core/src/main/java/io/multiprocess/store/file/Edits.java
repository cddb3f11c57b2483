package io.multiprocess.store.file;

import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Makes documents into revisions that are ready to be published. */
final class Edits {

  private final DocumentCodec codec;
  private final SecureRandom random = new SecureRandom();

  Edits(DocumentCodec codec) {
    this.codec = codec;
  }

  /**
   * A finished edit.
   *
   * @param revision the name its bytes have
   * @param content its bytes
   * @param document what a reader of them gets
   * @param bases what it was made from
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
  record Edit(Revision revision, byte[] content, ObjectNode document, List<Revision> bases) {

    Versioned<ObjectNode> written(String id) {
      return new Versioned<>(id, revision, document);
    }
  }

  /**
   * An edit of bases, unlike any other.
   *
   * @throws InvalidDocumentException if it breaks a limit
   */
  Edit of(String id, ObjectNode document, List<Revision> bases, long generation) {
    return of(id, document, bases, Ancestry.format(bases, nonce()), generation);
  }

  /**
   * What a rule makes of several bases: the same for everybody who makes it.
   *
   * @throws InvalidDocumentException if it breaks a limit
   */
  Edit merge(String id, ObjectNode document, List<Revision> bases, long generation) {
    return of(id, document, bases, Ancestry.format(bases), generation);
  }

  private Edit of(
      String id, ObjectNode document, List<Revision> bases, String ancestry, long generation) {
    if (generation > Revision.MAX_GENERATION) {
      throw new InvalidDocumentException(
          id,
          "would be generation %d; expected at most %d"
              .formatted(generation, Revision.MAX_GENERATION));
    }
    byte[] content = codec.encode(id, document, ancestry);
    ObjectNode readBack;
    try {
      readBack = codec.readBack(document, content);
    } catch (IOException e) {
      throw new InvalidDocumentException(id, "could not be read back: " + e.getMessage(), e);
    }
    return new Edit(
        ContentHash.REVISION.name(generation, content), content, readBack, List.copyOf(bases));
  }

  /** Keeps two equal edits of one base apart. */
  private String nonce() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
