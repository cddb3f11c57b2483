package io.multiprocess.store.merge;

import io.multiprocess.store.Clash;
import io.multiprocess.store.Revision;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the rivals of a conflict come to together.
 *
 * @param base the one revision that all rivals come from last, if there is exactly one
 * @param baseDocument its document, if that is still there
 * @param merged all edits that go together; where they clash, what the leading rival has
 * @param clashes the places where they do not, in the order of the merged document
 */
public record MergedConflict(
    Optional<Revision> base,
    Optional<ObjectNode> baseDocument,
    ObjectNode merged,
    List<Clash> clashes) {

  /** Copies the list. */
  public MergedConflict {
    clashes = List.copyOf(clashes);
  }

  /** Whether every edit is in the merged document. */
  public boolean isClean() {
    return clashes.isEmpty();
  }
}
