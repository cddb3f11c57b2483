package io.multiprocess.store.file;

import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.StoreFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which directory belongs to which id in this store.
 *
 * <p>The store's marker decides how new objects are named. Objects that npm processes or a store of
 * the other profile named differently are found under the name they have.
 */
final class StoreNames {

  private final StoreLayout layout;
  private final DocumentCodec documents;
  private final Publisher publisher;
  private final @Nullable IdProfile wanted;
  private volatile IdCodec ids;
  private volatile boolean marked;

  /** Whether the file system takes names for one that differ by case only. */
  private volatile boolean foldsCase;

  StoreNames(StoreLayout layout, DocumentCodec documents, Publisher publisher, StoreOptions options)
      throws IOException {
    this.layout = layout;
    this.documents = documents;
    this.publisher = publisher;
    this.wanted = options.idProfile();
    this.ids = new IdCodec(wanted != null ? wanted : platformProfile());
    readMarker();
  }

  private IdProfile platformProfile() {
    return layout.root().getFileSystem().getSeparator().equals("/")
        ? IdProfile.NPM
        : IdProfile.PORTABLE;
  }

  private void readMarker() throws IOException {
    Optional<StoreMarker> marker = StoreMarker.read(layout.marker(), documents);
    if (marker.isEmpty()) {
      return;
    }
    IdProfile actual = marker.get().ids();
    if (wanted != null && wanted != actual) {
      throw new StoreFormatException(
          "Store at %s names its objects by profile '%s'; expected '%s' as the options ask for"
              .formatted(layout.root(), actual.label(), wanted.label()));
    }
    ids = new IdCodec(actual);
    foldsCase = Files.exists(layout.root().resolve(".STORE.JSON"), LinkOption.NOFOLLOW_LINKS);
    marked = true;
  }

  /**
   * Writes the marker of a store that has none; of several writers, the first one's counts. Forced
   * fully whatever the store's durability: nothing can be read in a store with a damaged marker.
   */
  void mark() throws IOException {
    if (!marked) {
      byte[] content = new StoreMarker(ids.profile()).encode(documents);
      publisher.publishIfAbsent(content, layout.marker());
      readMarker();
    }
  }

  /**
   * The directory name of an object: the one it has, or else the one it would get.
   *
   * @throws InvalidIdException if no directory of this store can have the id
   */
  String of(String id) throws IOException {
    if (IdCodec.isSimple(id) && !foldsCase) {
      return id;
    }
    try {
      String name =
          IdCodec.isPlain(id)
              ? id
              : ids.candidates(id).stream()
                  .filter(this::isThere)
                  .findFirst()
                  .orElseGet(() -> ids.encode(id));
      Path directory = layout.object(name);
      if (foldsCase) {
        requireOwnCase(id, directory);
      }
      return name;
    } catch (InvalidPathException e) {
      throw new InvalidIdException(
          id,
          "is not a file name for this Java process: %s; expected a UTF-8 locale such as C.UTF-8"
              .formatted(e.getReason()));
    }
  }

  /** Whether there is something of that name, which not every file system could have. */
  private boolean isThere(String name) {
    try {
      return Files.exists(layout.object(name), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Whether an entry of the store's root is the directory under which its id is found.
   *
   * @throws IOException if the name was read wrongly, so that it does not lead back to its file
   */
  boolean isObject(Path entry, String name) throws IOException {
    return isNameOfObject(entry, name) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Whether an entry of the store's root, if it is a directory, is the one under which its id is
   * found. One whose name is not text is none, though it reads like another one, which may be there
   * too.
   *
   * @param name the entry's name as text
   * @throws IOException if the name was read wrongly, so that it does not lead back to its file
   */
  boolean isNameOfObject(Path entry, String name) throws IOException {
    if (IdCodec.isSimple(name)) {
      return true;
    }
    if (StoreLayout.isHidden(name)) {
      return false;
    }
    try {
      return layout.object(name).equals(entry) && isFound(name);
    } catch (InvalidPathException e) {
      throw new IOException(
          "'%s' is not a file name for this Java process; expected a UTF-8 locale such as C.UTF-8"
              .formatted(name),
          e);
    }
  }

  /** Whether the id that a directory's name stands for leads to that directory. */
  boolean isFound(String name) throws IOException {
    String id = IdCodec.decode(name);
    return (id.equals(name) && IdCodec.isPlain(id)) || of(id).equals(name);
  }

  private static void requireOwnCase(String id, Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      String actual = directory.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName().toString();
      if (!actual.equals(directory.getFileName().toString())) {
        throw new InvalidIdException(
            id,
            "collides with '%s' on this file system; expected ids that differ by more than case"
                .formatted(IdCodec.decode(actual)));
      }
    }
  }
}
