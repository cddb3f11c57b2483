package io.multiprocess.store.interleavings;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path of names separated by slashes; there are no links, so every path is its own real path. */
final class MemoryPath implements Path {

  private final MemoryFileSystem fileSystem;
  private final boolean absolute;
  private final List<String> names;

  MemoryPath(MemoryFileSystem fileSystem, boolean absolute, List<String> names) {
    this.fileSystem = fileSystem;
    this.absolute = absolute;
    this.names = names;
  }

  static MemoryPath parse(MemoryFileSystem fileSystem, String text) {
    List<String> names = Arrays.stream(text.split("/", -1)).filter(n -> !n.isEmpty()).toList();
    return new MemoryPath(fileSystem, text.startsWith("/"), names);
  }

  static MemoryPath of(Path path) {
    if (path instanceof MemoryPath memory) {
      return memory;
    }
    throw new ProviderMismatchException();
  }

  List<String> names() {
    return names;
  }

  private MemoryPath with(List<String> other) {
    return new MemoryPath(fileSystem, absolute, other);
  }

  @Override
  public FileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? with(List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : getName(names.size() - 1);
  }

  @Override
  public @Nullable Path getParent() {
    if (names.isEmpty() || (!absolute && names.size() == 1)) {
      return null;
    }
    return with(names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int begin, int end) {
    return new MemoryPath(fileSystem, false, names.subList(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    MemoryPath prefix = of(other);
    return prefix.absolute == absolute
        && prefix.names.size() <= names.size()
        && names.subList(0, prefix.names.size()).equals(prefix.names);
  }

  @Override
  public boolean endsWith(Path other) {
    MemoryPath suffix = of(other);
    return suffix.absolute
        ? suffix.equals(this)
        : Collections.indexOfSubList(names, suffix.names) == names.size() - suffix.names.size();
  }

  @Override
  public Path normalize() {
    return this;
  }

  @Override
  public Path resolve(Path other) {
    MemoryPath child = of(other);
    if (child.absolute) {
      return child;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(child.names);
    return with(all);
  }

  @Override
  public Path relativize(Path other) {
    if (!other.startsWith(this)) {
      throw new IllegalArgumentException("%s is not beneath %s".formatted(other, this));
    }
    return new MemoryPath(
        fileSystem, false, of(other).names.subList(names.size(), other.getNameCount()));
  }

  @Override
  public URI toUri() {
    return URI.create("memory://" + this);
  }

  @Override
  public Path toAbsolutePath() {
    return absolute ? this : new MemoryPath(fileSystem, true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("nothing is watched in memory");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemoryPath path
        && path.fileSystem == fileSystem
        && path.absolute == absolute
        && path.names.equals(names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return (absolute ? "/" : "") + String.join("/", names);
  }
}
