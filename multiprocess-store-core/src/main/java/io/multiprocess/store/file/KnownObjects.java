package io.multiprocess.store.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.multiprocess.store.DocumentMapping;
import io.multiprocess.store.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cache: what objects looked like when they were last looked at, with the body that was last
 * read or written of each, as many as fit a weight.
 *
 * <p>A view is used again for as long as it is proven that a look of this moment would give the
 * same: in the order of a look, tombstones first, either directory is found just as it was before
 * it was listed. Of these two stats, that of the tombstones is made {@linkplain #BETWEEN_STATS now
 * and then} only: what a tombstone buries is swept before a deletion is acknowledged, and by
 * whoever else has met it before he tells of it, and that is seen in the object's directory at
 * once.
 *
 * <p>Readers that were told to may go without the other stat as well, for a while, since {@link
 * Epochs} tell of all that this library does.
 *
 * <p>A body is kept only of a revision whose name proves its content, and so for good: what is in
 * doubt is whether the revision is live, never what it says. Damage that a file suffers after it
 * was read is not seen by reading it again from here; scrub reads files.
 */
final class KnownObjects {

  /** For how long tombstones of which nothing has been swept may go unseen. */
  static final Duration BETWEEN_STATS = Duration.ofMillis(10);

  /** How many edits by this process a view may be behind; looking through them must cost little. */
  private static final int MOST_ADDED = 64;

  private final StoreLayout layout;
  private final DocumentCodec codec;
  private final DirectoryTimes times;
  private final Epochs epochs;
  private final long foreignDelayNanos;
  private final @Nullable Cache<String, Known> cache;
  private volatile @Nullable Graves graves;

  /**
   * Knows nothing yet.
   *
   * @param codec what makes documents of the content of bodies
   * @param times what proves that a directory is unchanged
   * @param epochs what tells of changes by this library
   * @param maxWeight how many bytes of heap all that is known may take, as estimated
   * @param foreignDelay how late what others than this library did may be seen
   */
  KnownObjects(
      StoreLayout layout,
      DocumentCodec codec,
      DirectoryTimes times,
      Epochs epochs,
      long maxWeight,
      Duration foreignDelay) {
    this.layout = layout;
    this.codec = codec;
    this.times = times;
    this.epochs = epochs;
    this.foreignDelayNanos = TimeUnit.NANOSECONDS.convert(foreignDelay);
    this.cache =
        maxWeight > 0 && times.areKnown()
            ? Caffeine.newBuilder()
                .maximumWeight(maxWeight)
                .weigher((String name, Known known) -> known.weight(name))
                .executor(Runnable::run)
                .build()
            : null;
  }

  /**
   * Where an object's tombstones and its revisions stood before they were listed.
   *
   * @param epoch what had been published by then
   * @param graves where the tombstones of all objects stood; null if that proves nothing
   * @param taken a moment before that, or a thread that waited for a processor would be taken for a
   *     directory that has grown old
   * @param nanos the same moment on the clock that is never set
   */
  record Stamps(
      long epoch,
      @Nullable DirectoryStamp graves,
      DirectoryStamp tombstones,
      DirectoryStamp directory,
      Instant taken,
      long nanos) {}

  /**
   * Where the tombstones of all objects stood when that was last asked. While nothing comes there
   * or goes, objects that had no tombstones have none.
   *
   * @param settled whether the stamp changes with the next that comes
   * @param reachable whether what is not to be seen there is not there
   */
  private record Graves(DirectoryStamp stamp, boolean settled, boolean reachable, long askedAt) {

    @Nullable DirectoryStamp proof() {
      return settled ? stamp : null;
    }
  }

  /**
   * What this process has published since an object was looked at, the latest first. Adding one to
   * a view takes as long as there are revisions, and who writes again and again needs no view.
   *
   * @param top the greatest revision there is, with those that the look saw
   * @param count how many there are
   */
  private record Added(Revision revision, @Nullable Added before, Revision top, int count) {

    static Added to(@Nullable Added before, ObjectView view, Revision revision) {
      Revision highest =
          before != null ? before.top : view.exists() ? view.live().last() : revision;
      return new Added(
          revision,
          before,
          revision.compareTo(highest) > 0 ? revision : highest,
          before == null ? 1 : before.count + 1);
    }

    List<Revision> all() {
      List<Revision> all = new ArrayList<>(count);
      for (Added each = this; each != null; each = each.before) {
        all.add(each.revision);
      }
      return all;
    }
  }

  /** An object as a look at it would find it now. */
  interface Seen {

    ObjectView view();

    /** The body of its greatest live revision, if that is known. */
    @Nullable Body winner();
  }

  /** What is known of one object. Only when it was last proven changes. */
  private static final class Known implements Seen {
    private final ObjectView view;
    private final @Nullable Added added;
    private final Stamps stamps;
    private final boolean tombstonesSettled;
    private final boolean directorySettled;
    private final @Nullable Body body;

    /** What had been published when all was last found unchanged. */
    private volatile long epoch;

    /** Where the tombstones of all objects stood when these were last found unchanged. */
    private volatile @Nullable DirectoryStamp graves;

    /** When tombstones were last found unchanged by a stat. */
    private volatile long tombstonesProvenAt;

    /** When all was last found unchanged. */
    private volatile long provenAt;

    Known(
        ObjectView view,
        @Nullable Added added,
        Stamps stamps,
        boolean tombstonesSettled,
        boolean directorySettled,
        @Nullable Body body) {
      this.view = view;
      this.added = added;
      this.stamps = stamps;
      this.tombstonesSettled = tombstonesSettled;
      this.directorySettled = directorySettled;
      this.body = body;
      this.epoch = stamps.epoch;
      this.graves = stamps.graves;
      this.tombstonesProvenAt = stamps.nanos;
      this.provenAt = stamps.nanos;
    }

    @Override
    public ObjectView view() {
      return view;
    }

    @Override
    public @Nullable Body winner() {
      return view.exists() && knows(view.live().last()) ? body : null;
    }

    Known edited(Revision published, Body written) {
      Added now = Added.to(added, view, published);
      Known edited = new Known(view, now, stamps, tombstonesSettled, false, written);
      return now.count < MOST_ADDED ? edited : edited.whole();
    }

    Known with(@Nullable Body other) {
      Known copy = new Known(view, added, stamps, tombstonesSettled, directorySettled, other);
      copy.provenLike(this);
      return copy;
    }

    /** The same with a view of all there is. */
    Known whole() {
      if (added == null) {
        return this;
      }
      Known whole =
          new Known(
              view.withLive(added.all()), null, stamps, tombstonesSettled, directorySettled, body);
      whole.provenLike(this);
      return whole;
    }

    private void provenLike(Known other) {
      epoch = other.epoch;
      graves = other.graves;
      tombstonesProvenAt = other.tombstonesProvenAt;
      provenAt = other.provenAt;
    }

    /** Whether the body is that of a revision. */
    boolean knows(Revision revision) {
      return body != null && body.revision().equals(revision);
    }

    boolean exists() {
      return added != null || view.exists();
    }

    Revision top() {
      return added == null ? view.live().last() : added.top;
    }

    boolean isLive(Revision revision) {
      return view.live().contains(revision) || (added != null && added.all().contains(revision));
    }

    /** What was looked at is told by names alone, or it would not be known. */
    boolean isToldByNames() {
      return added == null || !view.named().haveDeadChildren(added.all());
    }

    int weight(String name) {
      int more = added == null ? 0 : added.count;
      long views = HeapWeight.ofRevisions(view.live().size() + view.dead().size() + more);
      long bodies = body == null ? 0 : body.weight();
      return (int)
          Math.min(Integer.MAX_VALUE, HeapWeight.OBJECT + 2L * name.length() + views + bodies);
    }
  }

  /** How an object looks, if it was seen before and has not changed. */
  @Nullable Seen find(String name) throws IOException {
    Known known = known(name);
    if (known == null) {
      return null;
    }
    long now = System.nanoTime();
    long epoch = epochs.read(name, now);
    if (now - known.provenAt < foreignDelayNanos
        && epoch != Epochs.UNKNOWN
        && epoch == known.epoch) {
      return whole(name, known);
    }
    if (known.directorySettled
        && areTombstonesUnchanged(name, known)
        && times.isUnchanged(layout.object(name), known.stamps.directory)) {
      known.epoch = epoch;
      known.provenAt = now;
      return known;
    }
    return null;
  }

  private Known whole(String name, Known known) {
    Known whole = known.whole();
    if (whole != known && cache != null) {
      cache.put(name, whole);
    }
    return whole;
  }

  /**
   * Whether a revision that was live when its object was last looked at still is, with nothing
   * above it that was there then. Others may stand above it now.
   */
  boolean wasOnTop(String name, Revision revision) throws IOException {
    Known known = known(name);
    return known != null
        && known.exists()
        && known.top().equals(revision)
        && isStillLive(name, known, revision);
  }

  /** Whether a revision that was live when its object was last looked at still is. */
  boolean isStillLive(String name, Revision revision) throws IOException {
    Known known = known(name);
    return known != null && known.isLive(revision) && isStillLive(name, known, revision);
  }

  private boolean isStillLive(String name, Known known, Revision revision) throws IOException {
    return known.isToldByNames()
        && areTombstonesUnchanged(name, known)
        && layout.revision(name, revision).toFile().exists();
  }

  /** The body of a revision, if it is the one that is known. */
  @Nullable Body body(String name, Revision revision) {
    Known known = known(name);
    return known != null && known.knows(revision) ? known.body : null;
  }

  /**
   * The document of a body, for one reader. It is kept as a tree, to be copied for the next one,
   * unless a value is: who reads it as it is while others read it as a value parses it each time.
   */
  ObjectNode document(String name, Body body) {
    ObjectNode document = copy(body);
    if (body.made() == null) {
      keep(name, body, new Body.Tree(document.deepCopy()));
    }
    return document;
  }

  /**
   * What a mapping makes of a body; made anew unless it may be shared.
   *
   * @param document of the body, and the mapping's from now on; null if there is none at hand
   */
  <V> V value(
      String id,
      String name,
      Body body,
      @Nullable ObjectNode document,
      DocumentMapping<V> mapping) {
    V shared = Body.Value.of(body.made(), mapping);
    if (shared != null) {
      return shared;
    }
    ObjectNode own = document != null ? document : copy(body);
    long weight = HeapWeight.ofValue(own);
    V made = mapping.map(id, body.revision(), own);
    if (mapping.isShareable(made)) {
      keep(name, body, new Body.Value<>(mapping, made, weight));
    } else if (document == null && body.made() == null) {
      keep(name, body, new Body.Tree(codec.decodeAgain(body.content())));
    }
    return made;
  }

  private ObjectNode copy(Body body) {
    return body.made() instanceof Body.Tree tree
        ? tree.document().deepCopy()
        : codec.decodeAgain(body.content());
  }

  private void keep(String name, Body body, Body.Made made) {
    Known known = known(name);
    if (cache != null && known != null && known.knows(body.revision())) {
      cache.put(name, known.with(body.with(made)));
    }
  }

  /** To be taken before a look at an object whose view is to be known. */
  Optional<Stamps> stamps(String name) throws IOException {
    if (cache == null) {
      return Optional.empty();
    }
    Instant now = Instant.now();
    long nanos = System.nanoTime();
    long epoch = epochs.read(name, nanos);
    Graves graves = graves();
    DirectoryStamp directory = times.of(layout.object(name));
    if (!directory.exists() || !graves.reachable) {
      cache.invalidate(name);
      return Optional.empty();
    }
    Path buriedAt = layout.tombstones(name);
    DirectoryStamp tombstones =
        times.isUnchanged(buriedAt, DirectoryStamp.NONE) ? DirectoryStamp.NONE : times.of(buriedAt);
    return Optional.of(new Stamps(epoch, graves.proof(), tombstones, directory, now, nanos));
  }

  /** Keeps a view if names alone have told it, with the stamps taken before the look. */
  void put(Stamps before, ObjectView view) {
    if (cache == null) {
      return;
    }
    if (!view.isToldByNames()) {
      cache.invalidate(view.name());
      return;
    }
    Known former = cache.getIfPresent(view.name());
    boolean tombstonesSettled = isSettledOrAbsent(before, view);
    boolean directorySettled = tombstonesSettled && times.isSettled(before.directory, before.taken);
    cache.put(
        view.name(),
        new Known(
            view,
            null,
            before,
            tombstonesSettled,
            directorySettled,
            former == null ? null : former.body));
  }

  /** Keeps the body of a live revision that was read, if its name proves it. */
  void keep(String name, Body body) {
    Known known = known(name);
    if (cache != null && known != null && ContentHash.isProof(body.revision())) {
      cache.put(name, known.with(body));
    }
  }

  /** Knows of an edit that this process has just published; what others did is open. */
  void published(String name, Revision revision, byte[] content, List<Revision> bases) {
    Known known = known(name);
    if (cache != null && known != null) {
      Known edited = known.edited(revision, Body.of(revision, content, bases));
      long epoch = Epochs.next(known.epoch);
      if (epoch != Epochs.UNKNOWN && epoch == epochs.read(name, System.nanoTime())) {
        // Nobody else of this library published anything, or the count would be another.
        edited.epoch = epoch;
        edited.provenAt = known.provenAt;
      }
      cache.put(name, edited);
    }
  }

  /** Knows nothing of an object of which this process has just published a tombstone. */
  void forget(String name) {
    if (cache != null) {
      cache.invalidate(name);
    }
  }

  private @Nullable Known known(String name) {
    return cache == null ? null : cache.getIfPresent(name);
  }

  private boolean areTombstonesUnchanged(String name, Known known) throws IOException {
    if (!known.tombstonesSettled) {
      return false;
    }
    long now = System.nanoTime();
    if (now - known.tombstonesProvenAt < BETWEEN_STATS.toNanos()) {
      return true;
    }
    Graves graves = graves();
    DirectoryStamp proof = known.stamps.tombstones.exists() ? null : graves.proof();
    if (proof != null && proof.equals(known.graves)) {
      return true;
    }
    if (!graves.reachable || !times.isUnchanged(layout.tombstones(name), known.stamps.tombstones)) {
      return false;
    }
    known.graves = proof;
    known.tombstonesProvenAt = now;
    return true;
  }

  /** Where the tombstones of all objects stood a moment ago. */
  private Graves graves() throws IOException {
    long now = System.nanoTime();
    Graves asked = graves;
    if (asked == null || now - asked.askedAt >= BETWEEN_STATS.toNanos()) {
      Instant taken = Instant.now();
      Path directory = layout.tombstones();
      DirectoryStamp stamp = times.of(directory);
      boolean settled = !stamp.exists() || times.isSettled(stamp, taken);
      boolean reachable =
          stamp.exists()
              ? directory.toFile().canExecute()
              : !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
      asked = new Graves(stamp, settled && reachable, reachable, now);
      graves = asked;
    }
    return asked;
  }

  /**
   * Where there are no tombstones there is no directory for them; that it comes is seen at once.
   */
  private boolean isSettledOrAbsent(Stamps before, ObjectView view) {
    return before.tombstones.exists()
        ? times.isSettled(before.tombstones, before.taken)
        : view.named().tombstoneNames().isEmpty();
  }
}
