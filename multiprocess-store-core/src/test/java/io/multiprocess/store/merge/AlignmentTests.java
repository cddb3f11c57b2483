package io.multiprocess.store.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

class AlignmentTests {

  @Test
  void alignmentIsALongestCommonSubsequence() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      List<JsonKey> from = keys(random, 1 + random.nextInt(6));
      List<JsonKey> to = keys(random, 1 + random.nextInt(6));

      int[] places = Alignment.of(from, to);

      int last = -1;
      for (int k = 0; k < places.length; k++) {
        if (places[k] >= 0) {
          assertThat(places[k]).isGreaterThan(last);
          assertThat(to.get(places[k])).isEqualTo(from.get(k));
          last = places[k];
        }
      }
      assertThat(Arrays.stream(places).filter(place -> place >= 0).count())
          .isEqualTo(longest(from, to));
    }
  }

  @Test
  void longListsOfEqualElementsAreAlignedAtTheirEnds() {
    List<JsonKey> from = new ArrayList<>();
    List<JsonKey> to = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      from.add(key(i % 2));
      to.add(key((i + 1) % 2));
    }
    from.add(0, key(7));
    to.add(0, key(7));

    int[] places = Alignment.of(from, to);

    assertThat(places[0]).isZero();
    assertThat(Arrays.stream(places).skip(1)).containsOnly(-1);
  }

  private static List<JsonKey> keys(Random random, int kinds) {
    return random.ints(random.nextInt(9), 0, kinds).mapToObj(AlignmentTests::key).toList();
  }

  private static JsonKey key(int value) {
    return new JsonKey(IntNode.valueOf(value));
  }

  private static int longest(List<JsonKey> from, List<JsonKey> to) {
    int[][] lengths = new int[from.size() + 1][to.size() + 1];
    for (int i = 1; i <= from.size(); i++) {
      for (int k = 1; k <= to.size(); k++) {
        lengths[i][k] =
            from.get(i - 1).equals(to.get(k - 1))
                ? lengths[i - 1][k - 1] + 1
                : Math.max(lengths[i - 1][k], lengths[i][k - 1]);
      }
    }
    return lengths[from.size()][to.size()];
  }
}
