package io.multiprocess.store.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workloads.Figure;
import io.multiprocess.store.benchmarks.workloads.Figure.Subject;
import io.multiprocess.store.benchmarks.workloads.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Figures and goals as Markdown. */
final class Report {

  private static final List<String> HEADER =
      List.of(
          "measure",
          "contender",
          "durable",
          "2nd process",
          "median",
          "least to greatest",
          "x this store",
          "note");

  private final Benchmarks benchmarks;
  private final Results results;
  private final List<String> lines = new ArrayList<>();

  Report(Benchmarks benchmarks, Results results) {
    this.benchmarks = benchmarks;
    this.results = results;
  }

  /** Writes it to a file. */
  void writeTo(Path file) throws IOException {
    lines.clear();
    lines.add("# Figures");
    lines.add("");
    lines.add(
        "%s, size %s, %,d in stores with many objects, %d processes. %s."
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                benchmarks.size().name(),
                benchmarks.size().many(),
                benchmarks.size().processes(),
                Machine.describe(benchmarks.directory())));
    lines.add("");
    row(HEADER);
    row(HEADER.stream().map(column -> "---").toList());
    results.figures().forEach(this::figure);
    lines.add("");
    lines.add("# Goals");
    lines.add("");
    row(List.of("goal", "wanted", "measured", "reached"));
    row(List.of("---", "---", "---", "---"));
    Goals.ALL.forEach(goal -> goal(goal.in(results)));
    if (!results.failures().isEmpty()) {
      lines.add("");
      lines.add("# Failures");
      lines.add("");
      results.failures().forEach(failure -> lines.add("- " + oneLine(failure)));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines, UTF_8);
  }

  private void figure(Figure figure) {
    Subject subject = figure.subject();
    String unit = subject.measure().unit().symbol();
    row(
        List.of(
            subject.measure().title(),
            subject.candidate().title(subject.durable()),
            subject.durable() ? "yes" : "no",
            subject.candidate().isShared() ? "yes" : "no",
            "%s %s".formatted(number(figure.median()), unit).strip(),
            "%s to %s".formatted(number(figure.least()), number(figure.greatest())),
            ratio(figure).map(Report::number).orElse(""),
            oneLine(figure.note())));
  }

  /** Of tallies there is none: they may be nothing. */
  private Optional<Double> ratio(Figure figure) {
    Subject subject = figure.subject();
    return subject.measure().unit().isTally()
        ? Optional.empty()
        : results
            .figure(new Subject(subject.measure(), Candidate.STORE, subject.durable()))
            .map(store -> figure.median() / store.median())
            .filter(Double::isFinite);
  }

  private void goal(Goal.Outcome outcome) {
    Goal goal = outcome.goal();
    OptionalDouble measured = outcome.measured();
    String sign = goal.others().isEmpty() ? "" : "x";
    row(
        List.of(
            goal.text(),
            "%s %s%s".formatted(goal.isLimit() ? "<=" : ">=", number(goal.wanted()), sign),
            measured.isPresent() ? number(measured.getAsDouble()) + sign : "not measured",
            outcome.reached().map(reached -> reached ? "yes" : "no").orElse("")));
  }

  private void row(List<String> cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  private static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value == 0 ? "%.0f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").replace("|", "\\|");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
