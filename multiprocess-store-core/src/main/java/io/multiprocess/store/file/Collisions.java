package io.multiprocess.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds names that are one where case is folded and Unicode normalized. Remembers only names that
 * folding changes: the others are looked for on disk when one comes that folds to them.
 */
final class Collisions {

  private final Path directory;
  private final Map<String, String> folded = new HashMap<>();

  Collisions(Path directory) {
    this.directory = directory;
  }

  /** The name that collides with this one, of those that lie there or came before. */
  Optional<String> with(String name) throws IOException {
    String fold = fold(name);
    if (fold.equals(name)) {
      return Optional.empty();
    }
    String before = folded.putIfAbsent(fold, name);
    return liesThere(fold) ? Optional.of(fold) : Optional.ofNullable(before);
  }

  /** On a file system that folds, the name would lead to the one it was folded from. */
  private boolean liesThere(String name) throws IOException {
    Path path = directory.resolve(name);
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && path.toRealPath(LinkOption.NOFOLLOW_LINKS).endsWith(name);
  }

  private static String fold(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    return Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }
}
