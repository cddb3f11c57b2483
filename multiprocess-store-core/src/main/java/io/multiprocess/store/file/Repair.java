package io.multiprocess.store.file;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a repair did about one finding. Nothing is ever removed: what was moved lies at the place.
 *
 * @param finding what was found
 * @param outcome what was done
 * @param place where the file lies now, relative to the store's directory; null if it was left
 * @param detail why it was left, or what follows from the move
 */
public record Repair(Finding finding, Outcome outcome, @Nullable Path place, String detail) {

  /** Refuses nulls, except for the place. */
  public Repair {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(detail, "detail");
  }

  /** What can be done about a finding. */
  public enum Outcome {

    /** The file was moved to quarantine; if it was a revision, its object has others. */
    QUARANTINED,

    /**
     * The file was moved to quarantine and was the last live revision of its object: the object is
     * absent now and its id can be created again. A good copy that comes back later belongs to it
     * again, and wins if its generation is greater.
     */
    FREED,

    /**
     * The file was moved to quarantine and a good copy from the other store stands in its place.
     */
    RESTORED,

    /** The revision is dead and was moved to the archive. */
    SWEPT,

    /** Nothing was changed. */
    LEFT
  }
}
