package io.multiprocess.store.merge;

import io.multiprocess.store.Revision;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of the revisions of one object.
 *
 * <ul>
 *   <li>Answers stay the same while a conflict is merged; each is asked for once.
 *   <li>A base of no smaller generation than what was made from it is passed over, so that no
 *       history runs in a circle.
 * </ul>
 */
public interface Ancestors {

  /** What a revision was made from, be it nothing; empty if that is unknown. */
  Optional<? extends Collection<Revision>> bases(Revision revision);

  /** A revision's document, if it is still there and whole; it is not changed. */
  Optional<ObjectNode> document(Revision revision);
}
