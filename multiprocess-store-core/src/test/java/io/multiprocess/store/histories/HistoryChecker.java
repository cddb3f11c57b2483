package io.multiprocess.store.histories;

import java.util.ArrayList;
import java.util.List;

/** Holds histories against every sentence of the promise. */
final class HistoryChecker {

  private static final int TOLD = 30;

  private static final List<Oracle> ORACLES =
      List.of(
          new NothingLost(),
          new NothingForeign(),
          new NoStepBack(),
          new NoReturn(),
          new OneWinnerPerBase(),
          new OneCreatorPerLife(),
          new Agreement());

  private HistoryChecker() {}

  /** Every violation, the first few of each object and sentence. */
  static List<String> violations(Histories histories) {
    List<String> violations = new ArrayList<>(histories.errors());
    for (ObjectHistory object : histories.all()) {
      for (Oracle oracle : ORACLES) {
        List<String> found = new ArrayList<>();
        oracle.check(object, found::add);
        found.stream()
            .limit(TOLD)
            .map(
                what ->
                    "%s [%s]: %s".formatted(object.id(), oracle.getClass().getSimpleName(), what))
            .forEach(violations::add);
      }
    }
    return violations;
  }
}
