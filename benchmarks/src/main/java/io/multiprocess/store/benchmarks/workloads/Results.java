package io.multiprocess.store.benchmarks.workloads;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workloads.Figure.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured so far. */
public final class Results {

  private final Map<Subject, List<Double>> samples = new HashMap<>();
  private final Map<Subject, String> notes = new HashMap<>();
  private final List<String> failures = new ArrayList<>();

  void add(Measure measure, Candidate candidate, boolean durable, double sample) {
    samples
        .computeIfAbsent(new Subject(measure, candidate, durable), key -> new ArrayList<>())
        .add(sample);
  }

  void note(Measure measure, Candidate candidate, boolean durable, String note) {
    notes.put(new Subject(measure, candidate, durable), note);
  }

  void failed(String what, Exception cause) {
    failures.add("%s: %s".formatted(what, cause));
  }

  /** What a measure gave for a contender, if it was measured. */
  public Optional<Figure> figure(Subject subject) {
    return Optional.ofNullable(samples.get(subject))
        .map(values -> new Figure(subject, values, notes.getOrDefault(subject, "")));
  }

  /** All figures, by measure, durability and contender. */
  public List<Figure> figures() {
    return samples.keySet().stream()
        .sorted(
            Comparator.comparing(Subject::measure)
                .thenComparing(Subject::durable)
                .thenComparing(Subject::candidate))
        .flatMap(key -> figure(key).stream())
        .toList();
  }

  /** What could not be measured because something went wrong. */
  public List<String> failures() {
    return List.copyOf(failures);
  }
}
