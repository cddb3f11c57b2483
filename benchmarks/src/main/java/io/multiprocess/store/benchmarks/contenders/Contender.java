package io.multiprocess.store.benchmarks.contenders;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A store that is opened in a directory and measured. Safe for use by several threads.
 *
 * <ul>
 *   <li>A write of one that was opened as durable has survived a power cut when it returns.
 *   <li>{@link #get} asks the store each time: it sees what any process wrote before.
 *   <li>{@link #update} reads, parses, changes and writes, and repeats it when another editor came
 *       first, where the store tells so.
 * </ul>
 */
public interface Contender extends AutoCloseable {

  /** Writes a new object. */
  void create(Person person) throws Exception;

  /** Writes new objects together, in the way the store has for that. */
  default void createAll(List<Person> people) throws Exception {
    for (Person person : people) {
      create(person);
    }
  }

  /** Reads an object that exists and parses it. */
  Person get(String id) throws Exception;

  /** Raises the counter of an object that exists. */
  void update(String id) throws Exception;

  /** Raises the counter many times, each time of what the last update left. */
  default void grow(String id, int edits) throws Exception {
    for (int i = 0; i < edits; i++) {
      update(id);
    }
  }

  /** Reads and parses all objects and returns how many there are. */
  long scan() throws Exception;

  /** Counts the conflicts of all objects, where the store knows such a thing. */
  default OptionalLong conflicts() {
    return OptionalLong.empty();
  }

  /**
   * How many updates of an object are kept: those that stand in its value, and those that the store
   * keeps beside it and shows.
   */
  default long updates(String id) throws Exception {
    return get(id).counter();
  }

  @Override
  void close() throws SQLException;
}
