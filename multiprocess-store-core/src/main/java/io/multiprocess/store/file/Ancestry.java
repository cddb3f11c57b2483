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
 *
 * @param bases what the revision was made from
 * @param isOfItsOwn whether it says something that its bases do not: it has a nonce. What has none
 *     was made by a rule out of nothing but its bases
 */
record Ancestry(List<Revision> bases, boolean isOfItsOwn) {

  private static final String NONCE = "~";

  Ancestry {
    bases = List.copyOf(bases);
  }

  /** The field's text for an edit. */
  static String format(List<Revision> bases, String nonce) {
    String names = format(bases);
    return names.isEmpty() ? NONCE + nonce : names + " " + NONCE + nonce;
  }

  /** The field's text for what a rule makes of bases. */
  static String format(List<Revision> bases) {
    return bases.stream().map(Revision::toString).collect(Collectors.joining(" "));
  }

  /** What the field's text says; empty when it is not of our making. */
  static Optional<Ancestry> parse(String text) {
    List<Revision> bases = new ArrayList<>();
    boolean nonce = false;
    for (String part : text.split(" ", -1)) {
      if (Revision.isRevision(part)) {
        bases.add(Revision.parse(part));
      } else if (part.startsWith(NONCE)) {
        nonce = true;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Ancestry(bases, nonce));
  }

  /** Whether a rule has merged the bases, so that whoever stands for them stands for this too. */
  boolean isMerge() {
    return bases.size() > 1 && !isOfItsOwn;
  }

  /** What it takes to remember it. */
  int weight() {
    return 1 + bases.size();
  }
}
