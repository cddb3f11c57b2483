package io.multiprocess.store.interleavings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A store's files in the hands of a design that does without the store. */
record RawStore(Path root) {

  Path object() {
    return root.resolve(World.ID);
  }

  Path object(Revision revision) {
    return object().resolve(revision.toString());
  }

  Path temporary(Operation.Call call) {
    return root.resolve(".local").resolve("tmp").resolve(call.mark);
  }

  /** Beside the temporary files, where the store does not look for claims. */
  Path claim(Revision base) {
    return root.resolve(".local").resolve("claim-" + base);
  }

  /** A revision whose name proves nothing, like npm's. */
  static Revision revision(long generation, String mark) {
    String token = UUID.nameUUIDFromBytes(mark.getBytes(UTF_8)).toString().replace("-", "");
    return new Revision(generation, token);
  }

  Revision child(Revision base, Operation.Call call) {
    return revision(base.generation() + 1, call.mark);
  }

  /** The base of an edit, if that is current. */
  Revision base(Client client, Operation.Call call) throws IOException {
    Revision base = client.edit(call).revision();
    NavigableSet<Revision> present = list(object());
    if (present.isEmpty() || !present.last().equals(base)) {
      throw new StaleRevisionException(World.ID, base, present.isEmpty() ? base : present.last());
    }
    return base;
  }

  NavigableSet<Revision> list(Path directory) throws IOException {
    NavigableSet<Revision> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(Revision.parse(entry.getFileName().toString())));
    } catch (NoSuchFileException e) {
      return names;
    }
    return names;
  }

  void write(Path file, Operation.Call call) throws IOException {
    String bases = String.join(" ", call.bases.stream().map(Revision::toString).toList());
    byte[] content = Client.document(call).put("_rev", bases).toString().getBytes(UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(content));
    }
  }

  /** What a document says of its origin, if there is one. */
  Optional<String> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(
          JsonMapper.shared().readTree(in.readAllBytes()).get(Client.MARK).asString());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  boolean rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  boolean link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
      return true;
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      return false;
    }
  }
}
