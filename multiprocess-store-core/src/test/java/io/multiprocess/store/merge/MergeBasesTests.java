package io.multiprocess.store.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MergeBasesTests {

  @Test
  void basesAreTheGreatestCommonAncestors() {
    Random random = new Random(19);
    int several = 0;
    for (int i = 0; i < 5_000; i++) {
      History history = new History();
      List<Revision> revisions = revisions(history, random);
      List<Collection<Revision>> sides = new ArrayList<>();
      for (int k = 2 + random.nextInt(2); k > 0; k--) {
        sides.add(Set.copyOf(picked(revisions, random, 1 + random.nextInt(2))));
      }

      Set<Revision> bases = MergeBases.of(sides, history::bases).orElseThrow();

      assertThat(bases).isEqualTo(history.leaves(common(sides, history)));
      several += bases.size() > 1 ? 1 : 0;
    }
    assertThat(several).isPositive();
  }

  @Test
  void basesAreUnknownWhereSomethingMayBeSharedThatIsNotSeen() {
    History history = new History();
    Revision root = history.add("{}");
    Revision base = history.add("{}", root);
    Revision lost = history.add("{}", base);
    Revision left = history.add("{}", lost);
    Revision right = history.add("{}", lost);

    history.forget(base);
    assertThat(basesOf(left, right, history)).contains(Set.of(lost));
    history.forget(lost);
    assertThat(basesOf(left, right, history)).contains(Set.of(lost));
    Revision aside = history.add("{}", base);
    assertThat(basesOf(left, aside, history)).as("what lost was made from is not known").isEmpty();
  }

  private static Optional<Set<Revision>> basesOf(Revision left, Revision right, History history) {
    return MergeBases.of(List.of(Set.of(left), Set.of(right)), history::bases).map(Set::copyOf);
  }

  private static List<Revision> revisions(History history, Random random) {
    List<Revision> revisions = new ArrayList<>();
    revisions.add(history.add("{}"));
    for (int i = 0; i < 20; i++) {
      Set<Revision> bases = picked(revisions, random, random.nextInt(12) == 0 ? 0 : 2);
      revisions.add(history.add("{}", bases.toArray(new Revision[0])));
    }
    return revisions;
  }

  private static Set<Revision> picked(List<Revision> revisions, Random random, int count) {
    Set<Revision> picked = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      picked.add(revisions.get(random.nextInt(revisions.size())));
    }
    return picked;
  }

  private static Set<Revision> common(List<Collection<Revision>> sides, History history) {
    Set<Revision> common = null;
    for (Collection<Revision> side : sides) {
      Set<Revision> ancestors = new HashSet<>();
      side.forEach(revision -> ancestors.addAll(history.ancestors(revision)));
      if (common == null) {
        common = ancestors;
      } else {
        common.retainAll(ancestors);
      }
    }
    return common == null ? Set.of() : common;
  }
}
