package io.multiprocess.store.spring;

import java.util.List;

/**
 * How it stands with an index.
 *
 * @param store what the application calls the store
 * @param type name of the type of the entities
 * @param properties the properties that entities are found by
 * @param ready whether queries use it; else they read everything
 * @param objects how many objects are in it
 * @param expected how many there were when it began to be built
 * @param unreadable how many of the objects cannot be read, or not as what they are
 * @param duplicates values of unique properties that several objects have
 */
public record IndexReport(
    String store,
    String type,
    List<String> properties,
    boolean ready,
    long objects,
    long expected,
    long unreadable,
    List<DuplicateValue> duplicates) {

  /**
   * A value that is to be unique and is not: its objects were written at the same time, or by
   * somebody who does not know that it is to be unique.
   *
   * @param property the property
   * @param value the value
   * @param ids ids of the objects in order
   */
  public record DuplicateValue(String property, Object value, List<String> ids) {}

  /** Copies the lists. */
  public IndexReport {
    properties = List.copyOf(properties);
    duplicates = List.copyOf(duplicates);
  }
}
