package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import io.multiprocess.store.file.Finding.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one file and says what is wrong with it. It damns what {@link RevisionReader} does, and
 * tells more exactly why; nothing is remembered from one look to the next.
 */
final class Inspector {

  private final DocumentCodec codec;
  private final DocumentCodec ownCodec;

  /**
   * An inspector of documents and of the store's own files.
   *
   * @param ownCodec reads the latter, for which this process's limits do not count
   */
  Inspector(DocumentCodec codec, DocumentCodec ownCodec) {
    this.codec = codec;
    this.ownCodec = ownCodec;
  }

  /** One thing that is wrong with a file. */
  record Flaw(Kind kind, String detail) {}

  /** What a look at a file found, and how much was read for it. */
  record Inspection(long bytes, List<Flaw> flaws) {}

  @FunctionalInterface
  private interface Judgement {
    List<Flaw> of(byte[] content, boolean settled);
  }

  long maxDocumentBytes() {
    return codec.maxBytes();
  }

  /**
   * Reads a store's format marker; empty if it is not there.
   *
   * @throws io.multiprocess.store.StoreFormatException if this version cannot read it
   */
  Optional<StoreMarker> marker(Path file) throws IOException {
    return StoreMarker.read(file, ownCodec);
  }

  /** Looks at the file of a revision; empty if it is not there. */
  Optional<Inspection> revision(Path file, Revision name, String id) {
    return inspect(
        file, codec.maxBytes(), (content, settled) -> revision(content, name, id, settled));
  }

  /** Looks at the file of a tombstone; empty if it is not there. */
  Optional<Inspection> tombstone(Path file, Revision name) {
    return inspect(file, Tombstones.MAX_BYTES, (content, settled) -> tombstone(content, name));
  }

  /** Whether the bytes are a whole revision of that name. */
  boolean isWhole(byte[] content, Revision name, String id) {
    return revision(content, name, id, true).stream()
        .allMatch(
            flaw -> flaw.kind() == Kind.MISPLACED_BASE || flaw.kind() == Kind.MISPLACED_REVISION);
  }

  /** Whether the bytes are a whole tombstone of that name. */
  boolean isWholeTombstone(byte[] content, Revision name) {
    return tombstone(content, name).stream().allMatch(flaw -> flaw.kind() == Kind.MISPLACED_BASE);
  }

  /** Whether a change is so old that nobody is at work there any more. */
  static boolean isSettled(BasicFileAttributes attributes) {
    Duration age = Duration.between(attributes.lastModifiedTime().toInstant(), Instant.now());
    return age.abs().compareTo(RevisionReader.GIVEN_UP) >= 0;
  }

  /** What kind of thing lies there. */
  static String describe(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a symbolic link";
    }
    if (attributes.isDirectory()) {
      return "a directory";
    }
    return attributes.isOther()
        ? "a special file"
        : "a file of %d bytes".formatted(attributes.size());
  }

  static Flaw unreadable(IOException e) {
    String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return new Flaw(Kind.UNREADABLE, said != null ? said : e.getClass().getSimpleName());
  }

  private static Optional<Inspection> inspect(Path file, long maxBytes, Judgement judgement) {
    try {
      BasicFileAttributes attributes = StoreLayout.attributes(file);
      if (!attributes.isRegularFile()) {
        return flawed(
            new Flaw(
                Kind.FOREIGN, "is %s; expected a regular file".formatted(describe(attributes))));
      }
      BoundedFile content = BoundedFile.read(file, maxBytes);
      byte[] bytes = content.bytes();
      return Optional.of(new Inspection(bytes.length, judgement.of(bytes, isSettled(attributes))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (BoundedFile.UnsuitableFileException e) {
      return flawed(new Flaw(Kind.BEYOND_LIMITS, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return flawed(unreadable(e));
    }
  }

  private static Optional<Inspection> flawed(Flaw flaw) {
    return Optional.of(new Inspection(0, List.of(flaw)));
  }

  private List<Flaw> revision(byte[] content, Revision name, String id, boolean settled) {
    boolean proof = ContentHash.isProof(name);
    if (proof) {
      Revision actual = ContentHash.REVISION.name(name.generation(), content);
      if (!actual.equals(name)) {
        return List.of(
            new Flaw(
                codec.isBeginning(content) ? Kind.TRUNCATED : Kind.DIGEST_MISMATCH,
                expectedDigest(name, actual)));
      }
    }
    ObjectNode document;
    try {
      document = codec.decode(content);
    } catch (IOException e) {
      String detail = String.valueOf(e.getMessage());
      if (e.getCause() instanceof StreamConstraintsException) {
        return List.of(new Flaw(Kind.BEYOND_LIMITS, detail));
      }
      if (!proof && !settled) {
        return List.of();
      }
      return List.of(
          new Flaw(codec.isBeginning(content) ? Kind.TRUNCATED : Kind.INVALID_JSON, detail));
    }
    return proof ? misplacements(document, name, id) : List.of();
  }

  private static List<Flaw> misplacements(ObjectNode document, Revision name, String id) {
    List<Flaw> flaws = new ArrayList<>();
    JsonNode owner = document.get(DocumentCodec.ID);
    if (owner != null && !owner.asString("").equals(id)) {
      flaws.add(
          new Flaw(
              Kind.MISPLACED_REVISION,
              "belongs to '%s'; expected '%s'".formatted(owner.asString(""), id)));
    }
    JsonNode ancestry = document.get(DocumentCodec.REVISION);
    if (ancestry != null) {
      Optional<List<Revision>> bases = Ancestry.parse(ancestry.asString("")).map(Ancestry::bases);
      if (bases.isEmpty()) {
        flaws.add(
            new Flaw(Kind.MISPLACED_BASE, "'%s' names no bases".formatted(ancestry.asString(""))));
      } else {
        flaws.addAll(notBelow(name, bases.get()));
      }
    }
    return flaws;
  }

  private List<Flaw> tombstone(byte[] content, Revision name) {
    Revision actual = ContentHash.TOMBSTONE.name(name.generation(), content);
    if (!actual.equals(name)) {
      return List.of(
          new Flaw(
              Kind.DAMAGED_TOMBSTONE,
              (codec.isBeginning(content) ? "truncated: " : "") + expectedDigest(name, actual)));
    }
    try {
      List<Flaw> flaws = new ArrayList<>();
      for (Map.Entry<Revision, Optional<List<Revision>>> dead :
          Tombstone.decode(content, ownCodec).revisions().entrySet()) {
        flaws.addAll(notBelow(dead.getKey(), dead.getValue().orElse(List.of())));
      }
      return flaws;
    } catch (IOException e) {
      return List.of(new Flaw(Kind.DAMAGED_TOMBSTONE, String.valueOf(e.getMessage())));
    }
  }

  private static List<Flaw> notBelow(Revision name, List<Revision> bases) {
    return bases.stream()
        .filter(base -> base.generation() >= name.generation())
        .map(
            base ->
                new Flaw(
                    Kind.MISPLACED_BASE,
                    "base %s of %s is not of a lower generation".formatted(base, name)))
        .toList();
  }

  private static String expectedDigest(Revision expected, Revision actual) {
    return "expected digest %s, found %s".formatted(expected.token(), actual.token());
  }
}
