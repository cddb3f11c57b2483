package io.multiprocess.store.benchmarks.contenders;

import java.util.List;
import java.util.Random;

/**
 * The document that is measured: about 300 bytes of JSON, and more with a longer note.
 *
 * @param note empty, or what makes the document as long as wanted
 */
public record Person(
    String id,
    String name,
    String email,
    boolean active,
    int age,
    long counter,
    double balance,
    List<String> roles,
    Address address,
    String createdAt,
    String note) {

  /** Nobody can change it. */
  public Person {
    roles = List.copyOf(roles);
  }

  /** Where a person lives. */
  public record Address(String street, String city, String zip, String country) {}

  private static final int BYTES_WITHOUT_NOTE = 310;

  /**
   * The person of a number, always the same one.
   *
   * @param bytes about how long the JSON is to be
   */
  public static Person of(int number, int bytes) {
    String id = id(number);
    return new Person(
        id,
        "Person Number " + padded(number, 6),
        id + "@example.com",
        number % 3 != 0,
        20 + number % 60,
        0,
        number * 17 % 10_000 / 100.0,
        List.of("reader", "editor", "auditor"),
        new Address(number % 200 + " Long Street", "Springfield", "12345", "Switzerland"),
        "2026-11-22T12:34:56.789Z",
        note(number, bytes - BYTES_WITHOUT_NOTE));
  }

  /** The id of a number. */
  public static String id(int number) {
    return "person-" + padded(number, 7);
  }

  /** Without a formatter, which takes longer than some contenders take for a read. */
  private static String padded(int number, int length) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, length - digits.length())) + digits;
  }

  /** The same person with its counter one higher. */
  public Person counted() {
    return new Person(
        id, name, email, active, age, counter + 1, balance, roles, address, createdAt, note);
  }

  private static String note(int number, int length) {
    Random letters = new Random(number);
    StringBuilder note = new StringBuilder();
    while (note.length() < length) {
      note.append((char) ('a' + letters.nextInt(26)));
    }
    return note.toString();
  }
}
