package io.multiprocess.store.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;

/**
 * A number as such.
 *
 * @param rank where the number is, if it is not finite: below or above all others, or above those
 * @param value without trailing zeros, so that equal numbers are equal
 */
record Numeral(int rank, BigDecimal value) implements Comparable<Numeral> {

  private static final Comparator<Numeral> ORDER =
      Comparator.comparingInt(Numeral::rank).thenComparing(Numeral::value);

  static Numeral of(Number number) {
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      if (!Double.isFinite(value)) {
        return new Numeral(Double.isNaN(value) ? 2 : (int) Math.signum(value), BigDecimal.ZERO);
      }
    }
    return new Numeral(0, exact(number).stripTrailingZeros());
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    // A float is the shortest decimal that it is written as, in Java and in JSON.
    return new BigDecimal(number.toString());
  }

  @Override
  public int compareTo(Numeral other) {
    return ORDER.compare(this, other);
  }
}
