package io.multiprocess.store.benchmarks;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workloads.Figure;
import io.multiprocess.store.benchmarks.workloads.Figure.Subject;
import io.multiprocess.store.benchmarks.workloads.Measure;
import io.multiprocess.store.benchmarks.workloads.Results;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something this store aims at.
 *
 * @param text what it is, for people
 * @param ours the figure of this store
 * @param others figures it is held against, the best of those that were measured counting; none if
 *     the figure itself is the goal
 * @param wanted how many times as good as the others it is to be, or how great it may be itself; a
 *     share, how great it has to be
 */
record Goal(String text, Subject ours, List<Subject> others, double wanted) {

  /** A goal in the light of what was measured; empty if it was not measured. */
  record Outcome(Goal goal, OptionalDouble measured) {

    Optional<Boolean> reached() {
      return measured.isEmpty()
          ? Optional.empty()
          : Optional.of(
              goal.isLimit()
                  ? measured.getAsDouble() <= goal.wanted
                  : measured.getAsDouble() >= goal.wanted);
    }
  }

  /** To be so many times as good as the best of some others. */
  static Goal times(
      double factor, Measure measure, boolean durable, String text, Candidate... others) {
    return new Goal(
        text,
        new Subject(measure, Candidate.STORE, durable),
        Arrays.stream(others).map(other -> new Subject(measure, other, durable)).toList(),
        factor);
  }

  /** The same goal for this store set up in another way. */
  Goal by(Candidate candidate) {
    Subject theirs = new Subject(ours.measure(), candidate, ours.durable());
    return new Goal(text, theirs, others, wanted);
  }

  /** To be as good, as a share, as this store is at something else. */
  static Goal like(double share, Measure measure, Measure other, String text) {
    return new Goal(
        text,
        new Subject(measure, Candidate.STORE, false),
        List.of(new Subject(other, Candidate.STORE, false)),
        share);
  }

  /** A figure that must not be passed; one that must be reached, if it is a share. */
  static Goal bound(
      double bound, Measure measure, Candidate candidate, boolean durable, String text) {
    return new Goal(text, new Subject(measure, candidate, durable), List.of(), bound);
  }

  boolean isLimit() {
    return others.isEmpty() && !ours.measure().unit().isRate();
  }

  Outcome in(Results results) {
    OptionalDouble own = median(results, ours);
    if (own.isEmpty() || others.isEmpty()) {
      return new Outcome(this, own);
    }
    return new Outcome(
        this,
        others.stream()
            .flatMapToDouble(other -> median(results, other).stream())
            .map(other -> advantage(own.getAsDouble(), other))
            .min());
  }

  private double advantage(double own, double other) {
    return ours.measure().unit().isRate() ? own / other : other / own;
  }

  private static OptionalDouble median(Results results, Subject subject) {
    return results.figure(subject).stream().mapToDouble(Figure::median).findFirst();
  }
}
