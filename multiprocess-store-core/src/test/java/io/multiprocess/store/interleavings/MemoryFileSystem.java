package io.multiprocess.store.interleavings;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/** A file system in memory whose every call is one atomic step, told to its {@link Turns}. */
final class MemoryFileSystem extends FileSystem {

  private final MemoryProvider provider;

  /** A file system with the given content, which it changes. */
  MemoryFileSystem(Inode root, Listing listing, Turns turns) {
    this.provider = new MemoryProvider(this, root, listing, turns);
  }

  Inode root() {
    return provider.root();
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public Path getPath(String first, String... more) {
    return MemoryPath.parse(this, more.length == 0 ? first : first + "/" + String.join("/", more));
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("memory needs no closing");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException("no path matchers");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("no users");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("no watches");
  }
}
