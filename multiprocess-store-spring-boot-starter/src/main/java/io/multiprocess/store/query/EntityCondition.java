package io.multiprocess.store.query;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What entities are asked, by a predicate that can say what an index is to look for. */
interface EntityCondition extends Predicate<Object> {

  /** Matches everything. */
  EntityCondition EVERYTHING = of(entity -> true);

  /** Looks for entities by a property; empty if there is no index of it. */
  @FunctionalInterface
  interface Search {
    /** Ids of all entities that may do it, in a set of the caller's own. */
    Optional<Set<String>> find(String path, Sought sought);
  }

  /** Ids of all entities that may match; empty if any may. */
  Optional<Set<String>> candidates(Search search);

  /** A condition that no index helps with. */
  static EntityCondition of(Predicate<Object> test) {
    return of(test, search -> Optional.empty());
  }

  /** A condition on one property. */
  static EntityCondition of(Predicate<Object> test, String path, Optional<Sought> sought) {
    return of(test, search -> sought.flatMap(what -> search.find(path, what)));
  }

  /** A condition that matches if all do. The fewest candidates are enough. */
  static EntityCondition all(List<? extends EntityCondition> conditions) {
    Predicate<Object> test =
        entity -> conditions.stream().allMatch(condition -> condition.test(entity));
    return of(
        test,
        search -> {
          Optional<Set<String>> fewest = Optional.empty();
          for (EntityCondition condition : conditions) {
            Optional<Set<String>> found = condition.candidates(search);
            if (found.isPresent()
                && (fewest.isEmpty() || found.get().size() < fewest.get().size())) {
              fewest = found;
            }
          }
          return fewest;
        });
  }

  /** A condition that matches if one does. */
  static EntityCondition any(List<? extends EntityCondition> conditions) {
    Predicate<Object> test =
        entity -> conditions.stream().anyMatch(condition -> condition.test(entity));
    return of(
        test,
        search -> {
          Set<String> together = new HashSet<>();
          for (EntityCondition condition : conditions) {
            Optional<Set<String>> found = condition.candidates(search);
            if (found.isEmpty()) {
              return Optional.empty();
            }
            together.addAll(found.get());
          }
          return Optional.of(together);
        });
  }

  private static EntityCondition of(
      Predicate<Object> test, Function<Search, Optional<Set<String>>> candidates) {
    return new EntityCondition() {
      @Override
      public boolean test(Object entity) {
        return test.test(entity);
      }

      @Override
      public Optional<Set<String>> candidates(Search search) {
        return candidates.apply(search);
      }
    };
  }
}
