package io.multiprocess.store.benchmarks.contenders;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** SQLite with a write-ahead log, one connection, statements prepared once. */
final class SqliteDatabase implements Contender {

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement write;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;

  /** Guards the connection. */
  private final ReentrantLock lock = new ReentrantLock();

  SqliteDatabase(Path directory, boolean durable) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("people.sqlite"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=20000");
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=" + (durable ? "FULL" : "NORMAL"));
      statement.execute(
          "CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, json BLOB NOT NULL)");
    }
    insert = connection.prepareStatement("INSERT INTO people VALUES (?, ?)");
    select = connection.prepareStatement("SELECT json FROM people WHERE id = ?");
    write = connection.prepareStatement("UPDATE people SET json = ? WHERE id = ?");
    begin = connection.prepareStatement("BEGIN IMMEDIATE");
    commit = connection.prepareStatement("COMMIT");
    rollback = connection.prepareStatement("ROLLBACK");
  }

  @Override
  public void create(Person person) throws SQLException {
    lock.lock();
    try {
      insert(person);
    } finally {
      lock.unlock();
    }
  }

  private void insert(Person person) throws SQLException {
    insert.setString(1, person.id());
    insert.setBytes(2, Json.bytes(person));
    insert.executeUpdate();
  }

  @Override
  public void createAll(List<Person> people) throws SQLException {
    inTransaction(
        () -> {
          for (Person person : people) {
            insert(person);
          }
        });
  }

  @Override
  public Person get(String id) throws SQLException {
    lock.lock();
    try {
      return Json.parse(select(id));
    } finally {
      lock.unlock();
    }
  }

  private byte[] select(String id) throws SQLException {
    select.setString(1, id);
    try (ResultSet found = select.executeQuery()) {
      if (!found.next()) {
        throw new IllegalStateException("There is no '%s'".formatted(id));
      }
      return found.getBytes(1);
    }
  }

  @Override
  public void update(String id) throws SQLException {
    inTransaction(
        () -> {
          write.setBytes(1, Json.bytes(Json.parse(select(id)).counted()));
          write.setString(2, id);
          write.executeUpdate();
        });
  }

  @Override
  public long scan() throws SQLException {
    lock.lock();
    try (Statement statement = connection.createStatement();
        ResultSet all = statement.executeQuery("SELECT json FROM people")) {
      long count = 0;
      while (all.next()) {
        count += Json.parse(all.getBytes(1)).age() > 0 ? 1 : 0;
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the lock of the database at the start, so that nobody comes between read and write. */
  private void inTransaction(SqlAction action) throws SQLException {
    lock.lock();
    try {
      begin.executeUpdate();
      try {
        action.run();
        commit.executeUpdate();
      } catch (SQLException | RuntimeException e) {
        rollback.executeUpdate();
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Something to do in a transaction. */
  private interface SqlAction {
    void run() throws SQLException;
  }
}
