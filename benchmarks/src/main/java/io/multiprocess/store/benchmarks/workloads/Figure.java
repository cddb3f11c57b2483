package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import java.util.List;

/**
 * What a measure gave for a contender.
 *
 * @param samples one for each round, at least one
 * @param note what a reader has to know of it; may be empty
 */
public record Figure(Subject subject, List<Double> samples, String note) {

  /** What is measured of whom. */
  public record Subject(Measure measure, Candidate candidate, boolean durable) {}

  /** Keeps its own copy. */
  public Figure {
    samples = samples.stream().sorted().toList();
  }

  /** The sample in the middle. */
  public double median() {
    int half = samples.size() / 2;
    return samples.size() % 2 == 1
        ? samples.get(half)
        : (samples.get(half - 1) + samples.get(half)) / 2;
  }

  /** The smallest sample. */
  public double least() {
    return samples.get(0);
  }

  /** The greatest sample. */
  public double greatest() {
    return samples.get(samples.size() - 1);
  }
}
