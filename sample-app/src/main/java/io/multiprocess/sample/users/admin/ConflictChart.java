package io.multiprocess.sample.users.admin;

import java.util.List;

/**
 * Figures in columns, as a chart takes them, the oldest first.
 *
 * @param at seconds since 1970
 * @param current of {@link Figures#current()}
 * @param past of {@link Figures#past()}
 * @param detected of {@link Figures#detected()}
 * @param settled of {@link Figures#settled()}
 */
record ConflictChart(
    List<Double> at, List<Long> current, List<Long> past, List<Long> detected, List<Long> settled) {

  static ConflictChart of(List<Figures> figures) {
    return new ConflictChart(
        figures.stream().map(each -> each.at().toEpochMilli() / 1000.0).toList(),
        figures.stream().map(Figures::current).toList(),
        figures.stream().map(Figures::past).toList(),
        figures.stream().map(Figures::detected).toList(),
        figures.stream().map(Figures::settled).toList());
  }
}
