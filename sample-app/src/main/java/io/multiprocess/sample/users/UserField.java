package io.multiprocess.sample.users;

import java.util.Optional;
import java.util.stream.Stream;

/** The fields this application knows, as they are called in documents and by people. */
enum UserField {
  FULL_NAME("fullName", "Full name"),
  EMAIL("email", "Email"),
  DEPARTMENT("department", "Department"),
  NOTES("notes", "Notes");

  private final String key;
  private final String label;

  UserField(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** Name in documents. */
  String key() {
    return key;
  }

  /** Name for people. */
  String label() {
    return label;
  }

  static Optional<UserField> find(String key) {
    return Stream.of(values()).filter(field -> field.key.equals(key)).findFirst();
  }
}
