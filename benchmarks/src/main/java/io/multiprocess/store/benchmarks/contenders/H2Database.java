package io.multiprocess.store.benchmarks.contenders;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** H2 in a file that other processes use through the first one, with a connection per thread. */
final class H2Database implements Contender {

  private final String url;
  private final boolean durable;

  /** Guards the list of sessions. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Session> sessions = new ArrayList<>();
  private final ThreadLocal<Session> session = ThreadLocal.withInitial(this::newSession);

  H2Database(Path directory, boolean durable) throws SQLException {
    this.url = "jdbc:h2:file:%s;AUTO_SERVER=TRUE".formatted(directory.resolve("people"));
    this.durable = durable;
    try (Statement statement = session.get().connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS people (id VARCHAR PRIMARY KEY, json VARBINARY NOT NULL)");
    }
  }

  private Session newSession() {
    lock.lock();
    try {
      Session made = new Session(DriverManager.getConnection(url, "sa", ""));
      sessions.add(made);
      return made;
    } catch (SQLException e) {
      throw new IllegalStateException("H2 refused a connection to " + url, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void create(Person person) throws SQLException {
    createAll(List.of(person));
  }

  @Override
  public void createAll(List<Person> people) throws SQLException {
    Session own = session.get();
    for (Person person : people) {
      PreparedStatement insert = own.statement("INSERT INTO people VALUES (?, ?)");
      insert.setString(1, person.id());
      insert.setBytes(2, Json.bytes(person));
      insert.executeUpdate();
    }
    own.commit(durable);
  }

  @Override
  public Person get(String id) throws SQLException {
    Session own = session.get();
    Person found = own.read("SELECT json FROM people WHERE id = ?", id);
    own.connection.commit();
    return found;
  }

  @Override
  public void update(String id) throws SQLException {
    Session own = session.get();
    try {
      Person found = own.read("SELECT json FROM people WHERE id = ? FOR UPDATE", id);
      PreparedStatement write = own.statement("UPDATE people SET json = ? WHERE id = ?");
      write.setBytes(1, Json.bytes(found.counted()));
      write.setString(2, id);
      write.executeUpdate();
      own.commit(durable);
    } catch (SQLException e) {
      own.connection.rollback();
      throw e;
    }
  }

  @Override
  public long scan() throws SQLException {
    Session own = session.get();
    try (ResultSet all = own.statement("SELECT json FROM people").executeQuery()) {
      long count = 0;
      while (all.next()) {
        count += Json.parse(all.getBytes(1)).age() > 0 ? 1 : 0;
      }
      return count;
    }
  }

  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      for (Session each : sessions) {
        each.connection.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A connection with its statements. */
  private static final class Session {

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
    }

    PreparedStatement statement(String sql) throws SQLException {
      PreparedStatement known = statements.get(sql);
      if (known == null) {
        known = connection.prepareStatement(sql);
        statements.put(sql, known);
      }
      return known;
    }

    Person read(String sql, String id) throws SQLException {
      PreparedStatement select = statement(sql);
      select.setString(1, id);
      try (ResultSet found = select.executeQuery()) {
        if (!found.next()) {
          throw new IllegalStateException("There is no '%s'".formatted(id));
        }
        return Json.parse(found.getBytes(1));
      }
    }

    /** A commit alone is not forced, whatever the delay: 24 forces were counted in 700 of them. */
    void commit(boolean durable) throws SQLException {
      connection.commit();
      if (durable) {
        statement("CHECKPOINT SYNC").execute();
        connection.commit();
      }
    }
  }
}
