package io.multiprocess.store.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.Change.Origin;
import io.multiprocess.store.Revision;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An index as lines of text: first where its numbers stand, then its objects in the order of their
 * latest changes. A later line about an object replaces an earlier one, so that a log is appended
 * to.
 *
 * <pre>
 * &lt;check&gt; changes 1 &lt;last number&gt; &lt;last forgotten&gt; &lt;objects&gt;
 * &lt;check&gt; &lt;changed&gt; &lt;born&gt; &lt;won&gt; &lt;opened&gt; &lt;joined&gt; &lt;settled&gt; &lt;winner or -&gt; &lt;conflicts or -&gt; &lt;id&gt;
 * </pre>
 *
 * <p>Numbers are of radix 36, ids as in a form's URL, conflicts joined by commas. The check is a
 * CRC-32 of what follows it. What comes after a line that does not check was never told to anybody,
 * or was lost in a power cut, and is left out.
 */
public final class IndexLog {

  private static final int RADIX = 36;
  private static final String NONE = "-";
  private static final int LONGEST = 1 << 20;

  private IndexLog() {}

  static String header(long number, long forgotten, int objects) {
    return checked(String.join(" ", "changes", "1", text(number), text(forgotten), text(objects)));
  }

  static String line(TrackedObject object) {
    return checked(
        String.join(
            " ",
            text(object.changed),
            text(object.born),
            text(object.won),
            text(object.opened),
            text(object.joined),
            text(object.settled),
            object.state.winner().map(Revision::toString).orElse(NONE),
            object.state.conflicts().isEmpty() ? NONE : String.join(",", object.state.conflicts()),
            URLEncoder.encode(object.id, UTF_8)));
  }

  /**
   * Reads as much of an index as there is; empty if it does not hold all the objects that it began
   * with, whose absence would otherwise be taken for nothing to tell.
   */
  public static Optional<ChangeIndex> read(String name, BufferedReader lines) throws IOException {
    String[] header = parts(lines.readLine());
    if (header.length != 5 || !header[0].equals("changes") || !header[1].equals("1")) {
      return Optional.empty();
    }
    ChangeIndex index = new ChangeIndex(name);
    try {
      index.begin(number(header[2]), number(header[3]));
      long missing = number(header[4]);
      String[] parts = parts(lines.readLine());
      while (parts.length == 9) {
        index.put(object(parts));
        missing--;
        parts = parts(lines.readLine());
      }
      if (missing > 0) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException e) {
      // It checks and yet is not what this version writes.
      return Optional.empty();
    }
    return Optional.of(index);
  }

  private static TrackedObject object(String[] parts) {
    TrackedObject object = new TrackedObject(URLDecoder.decode(parts[8], UTF_8));
    object.changed = number(parts[0]);
    object.born = number(parts[1]);
    object.won = number(parts[2]);
    object.opened = number(parts[3]);
    object.joined = number(parts[4]);
    object.settled = number(parts[5]);
    object.origin = Origin.OTHER;
    if (!parts[6].equals(NONE)) {
      Set<String> conflicts = parts[7].equals(NONE) ? Set.of() : Set.of(parts[7].split(",", -1));
      object.state = ObjectState.of(Revision.parse(parts[6]), conflicts);
    }
    return object;
  }

  private static String checked(String text) {
    return check(text) + " " + text;
  }

  private static String check(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /** The parts of a line; none if there is no line or it does not check. */
  private static String[] parts(@Nullable String line) {
    if (line == null || line.length() < 9 || line.length() > LONGEST) {
      return new String[0];
    }
    String text = line.substring(9);
    return line.startsWith(check(text) + " ") ? text.split(" ", -1) : new String[0];
  }

  private static long number(String text) {
    return Long.parseLong(text, RADIX);
  }

  private static String text(long number) {
    return Long.toString(number, RADIX);
  }
}
