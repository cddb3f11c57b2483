package io.multiprocess.store.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.PartTree;

/** The condition that a method's name states, over the method's parameters. */
final class DerivedCondition {

  private final List<List<BoundPart>> alternatives;

  private DerivedCondition(List<List<BoundPart>> alternatives) {
    this.alternatives = alternatives;
  }

  /**
   * Binds the parts of a name to parameters, from the first to the last.
   *
   * @throws IllegalArgumentException if a part cannot be asked, or not with these parameters
   */
  static DerivedCondition of(PartTree name, List<ResolvableType> parameters) {
    List<List<BoundPart>> alternatives = new ArrayList<>();
    int bound = 0;
    for (PartTree.OrPart alternative : name) {
      List<BoundPart> parts = new ArrayList<>();
      for (Part part : alternative) {
        BoundPart next = BoundPart.of(part, parameters.subList(bound, parameters.size()), bound);
        bound += next.argumentCount();
        parts.add(next);
      }
      alternatives.add(parts);
    }
    if (bound != parameters.size()) {
      throw new IllegalArgumentException(
          "The name asks for %d arguments, and there are parameters for %d"
              .formatted(bound, parameters.size()));
    }
    return new DerivedCondition(alternatives);
  }

  /** The condition with arguments. */
  EntityCondition with(List<? extends @Nullable Object> arguments) {
    List<EntityCondition> conditions = new ArrayList<>();
    for (List<BoundPart> parts : alternatives) {
      conditions.add(
          EntityCondition.all(parts.stream().map(part -> part.with(arguments)).toList()));
    }
    return conditions.isEmpty() ? EntityCondition.EVERYTHING : EntityCondition.any(conditions);
  }
}
