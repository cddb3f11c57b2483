package io.multiprocess.store.interleavings;

import io.multiprocess.store.interleavings.Footprint.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a file system in memory, as POSIX has them: a rename replaces a file, or an empty
 * directory by a directory, in one step.
 */
final class MemoryProvider extends FileSystemProvider {

  private final FileSystem fileSystem;
  private final Inode root;
  private final Listing listing;
  private final Turns turns;

  /** What each process will be shown of a directory that is listed early. */
  private final Map<String, Inode> early = new HashMap<>();

  MemoryProvider(FileSystem fileSystem, Inode root, Listing listing, Turns turns) {
    this.fileSystem = fileSystem;
    this.root = root;
    this.listing = listing;
    this.turns = turns;
  }

  Inode root() {
    return root;
  }

  /** Where a path leads: the directory that holds its last name, and what stands there. */
  private record Place(MemoryPath path, Inode directory, String name, @Nullable Inode inode) {

    Inode require() throws NoSuchFileException {
      if (inode == null) {
        throw new NoSuchFileException(path.toString());
      }
      return inode;
    }

    Map<String, Inode> entries() {
      return Objects.requireNonNull(directory.entries);
    }

    void put(Inode what, Footprint footprint) {
      entries().put(name, what);
      footprint.change(directory, name);
    }

    void remove(Footprint footprint) {
      entries().remove(name);
      footprint.change(directory, name);
    }
  }

  /** Walks to a path's last name; every name on the way counts as read. */
  private Place locate(Path path, Footprint footprint) throws IOException {
    MemoryPath memory = MemoryPath.of(path);
    List<String> names = memory.names();
    Inode directory = Inode.directory(-1);
    Objects.requireNonNull(directory.entries).put("", root);
    String name = "";
    Inode inode = root;
    for (String next : names) {
      if (inode == null) {
        throw new NoSuchFileException(memory.toString());
      }
      if (inode.entries == null) {
        throw new FileSystemException(memory.toString(), null, "Not a directory");
      }
      directory = inode;
      name = next;
      footprint.read(Kind.ENTRY, directory.number, name);
      inode = inode.entries.get(name);
    }
    return new Place(memory, directory, name, inode);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    if (!List.of(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
      throw new UnsupportedOperationException("only renames");
    }
    turns.take(
        "rename",
        List.of(source, target),
        footprint -> {
          Place from = locate(source, footprint);
          Inode moved = from.require();
          Place to = locate(target, footprint);
          if (to.inode == moved) {
            return moved;
          }
          if (to.inode != null) {
            requireReplaceable(to, moved, footprint);
          }
          from.remove(footprint);
          to.put(moved, footprint);
          turns.placed(to.path, moved);
          return moved;
        });
  }

  private static void requireReplaceable(Place to, Inode by, Footprint footprint)
      throws FileSystemException {
    Inode replaced = to.require();
    String path = to.path.toString();
    if (replaced.entries == null) {
      if (by.isDirectory()) {
        throw new FileSystemException(path, null, "Not a directory");
      }
      return;
    }
    if (!by.isDirectory()) {
      throw new FileSystemException(path, null, "Is a directory");
    }
    footprint.read(Kind.LISTING, replaced.number, "");
    if (!replaced.entries.isEmpty()) {
      throw new FileSystemException(path, null, "Directory not empty");
    }
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    turns.take(
        "link",
        List.of(existing, link),
        footprint -> {
          Inode inode = locate(existing, footprint).require();
          Place to = locate(link, footprint);
          requireAbsent(to);
          to.put(inode, footprint);
          turns.placed(to.path, inode);
          return inode;
        });
  }

  private static void requireAbsent(Place place) throws FileAlreadyExistsException {
    if (place.inode != null) {
      throw new FileAlreadyExistsException(place.path.toString());
    }
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    turns.take(
        "mkdir",
        directory,
        footprint -> {
          Place place = locate(directory, footprint);
          requireAbsent(place);
          Inode made = Inode.directory(turns.nextInode());
          place.put(made, footprint);
          return made;
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    turns.take("delete", path, footprint -> delete(path, footprint));
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    try {
      delete(path);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Inode delete(Path path, Footprint footprint) throws IOException {
    Place place = locate(path, footprint);
    Inode deleted = place.require();
    if (deleted.entries != null) {
      footprint.read(Kind.LISTING, deleted.number, "");
      if (!deleted.entries.isEmpty()) {
        throw new DirectoryNotEmptyException(path.toString());
      }
    }
    place.remove(footprint);
    return deleted;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    Inode inode = turns.take("stat", path, footprint -> locate(path, footprint).require());
    return type.cast(inode);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    turns.take("access", path, footprint -> locate(path, footprint).require());
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean writes = options.contains(StandardOpenOption.WRITE);
    Inode inode = turns.take("open", path, footprint -> open(path, options, footprint));
    return new MemoryChannel(turns, MemoryPath.of(path), inode, writes);
  }

  private Inode open(Path path, Set<? extends OpenOption> options, Footprint footprint)
      throws IOException {
    Place place = locate(path, footprint);
    if (options.contains(StandardOpenOption.CREATE_NEW)) {
      requireAbsent(place);
    }
    if (!options.contains(StandardOpenOption.WRITE)) {
      return place.require();
    }
    Inode inode = place.inode;
    if (inode == null
        && (options.contains(StandardOpenOption.CREATE)
            || options.contains(StandardOpenOption.CREATE_NEW))) {
      inode = Inode.file(turns.nextInode());
      place.put(inode, footprint);
      return inode;
    }
    inode = place.require();
    if (inode.isDirectory()) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      inode.content = new byte[0];
      footprint.write(Kind.CONTENT, inode.number, "");
    }
    return inode;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    Inode inode = turns.take("open", path, footprint -> locate(path, footprint).require());
    return new ByteArrayInputStream(
        turns.take(
            "read",
            path,
            footprint -> {
              footprint.read(Kind.CONTENT, inode.number, "");
              return inode.content;
            }));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    MemoryPath path = MemoryPath.of(directory);
    Inode inode =
        turns.take(
            "opendir",
            directory,
            footprint -> {
              listEarly(path, footprint);
              Inode found = locate(directory, footprint).require();
              if (!found.isDirectory()) {
                throw new NotDirectoryException(path.toString());
              }
              return found;
            });
    Inode listed = early.remove(turns.process() + path.toString());
    return new MemoryDirectoryStream(turns, listing, path, listed == null ? inode : listed, filter);
  }

  /** Keeps the object's directory as it is when its tombstones are opened. */
  private void listEarly(MemoryPath tombstones, Footprint footprint) throws IOException {
    List<String> names = tombstones.names();
    if (listing.early() && names.size() == 3 && names.get(1).equals(".tombstones")) {
      Path object = fileSystem.getPath("/" + names.get(0), names.get(2));
      Inode directory = locate(object, footprint).inode;
      if (directory != null) {
        footprint.read(Kind.LISTING, directory.number, "");
        early.putIfAbsent(turns.process() + object.toString(), directory.copy());
      }
    }
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.getPath(uri.getPath());
  }

  @Override
  public String getScheme() {
    return "memory";
  }

  @Override
  public boolean isSameFile(Path path, Path other) {
    return path.equals(other);
  }

  @Override
  public boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("made by its constructor");
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("no copies");
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("no file stores");
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
    throw new UnsupportedOperationException("no attributes by name");
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new UnsupportedOperationException("no attributes to set");
  }
}
