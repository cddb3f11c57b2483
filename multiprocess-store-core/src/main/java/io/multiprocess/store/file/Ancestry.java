package io.multiprocess.store.file;

import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the field {@code _rev} inside a file of ours says: {@code <base>[ <base>…][ ~<nonce>]}.
 *
 * <p>The npm package overrides the field from the file's name when it reads, and puts the new name
 * there when it writes, so the bases disturb nobody and never travel into a file they do not belong
 * to. They are believed only in a file whose token proves its content.
 */
final class Ancestry {

  private static final String NONCE = "~";

  private Ancestry() {}

  /** The field's text. */
  static String format(List<Revision> bases, String nonce) {
    String names = bases.stream().map(Revision::toString).collect(Collectors.joining(" "));
    return names.isEmpty() ? NONCE + nonce : names + " " + NONCE + nonce;
  }

  /** The bases in the field's text; empty when it is not of our making. */
  static Optional<List<Revision>> parse(String text) {
    List<Revision> bases = new ArrayList<>();
    for (String part : text.split(" ", -1)) {
      if (Revision.isRevision(part)) {
        bases.add(Revision.parse(part));
      } else if (!part.startsWith(NONCE)) {
        return Optional.empty();
      }
    }
    return Optional.of(List.copyOf(bases));
  }
}
