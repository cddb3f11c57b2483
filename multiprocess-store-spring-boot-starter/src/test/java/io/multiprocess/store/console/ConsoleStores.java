package io.multiprocess.store.console;

import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.StoreEvents;
import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import io.multiprocess.store.spring.replication.ReplicationState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Two stores, users and orders, and consoles of them. */
final class ConsoleStores implements AutoCloseable {

  static final StoreOptions OPTIONS = StoreOptions.defaults().withDurability(Durability.NONE);

  private final Path directory;
  final FileObjectStore users;
  final FileObjectStore orders;
  private final StoreMonitors monitors;

  ConsoleStores(Path directory) {
    this.directory = directory;
    this.users = FileObjectStore.open(directory.resolve("users"), OPTIONS);
    this.orders = FileObjectStore.open(directory.resolve("orders"), OPTIONS);
    StoreTemplateFactory factory = new StoreTemplateFactory(List.of());
    List<StoreTemplate> templates =
        List.of(factory.of("users", users), factory.of("orders", orders));
    this.monitors = new StoreMonitors(templates, Duration.ofDays(1), new StoreEvents(event -> {}));
  }

  /** Counts, as it is done in the background. */
  void count() {
    monitors.forEach(StoreMonitor::refresh);
  }

  Visitor visitor() {
    return visitor(new ConsoleSettings("/store-console", false, false, Set.of()));
  }

  Visitor visitor(ConsoleSettings settings) {
    return new Visitor(console(settings));
  }

  StoreConsole console(ConsoleSettings settings) {
    return console(settings, monitors);
  }

  /** A console that also shows what goes on behind the stores. */
  Visitor visitor(IndexReports indexes, Function<String, Optional<ReplicationState>> replications) {
    return new Visitor(
        new StoreConsole(
            new ConsoleSettings("/store-console", false, false, Set.of("orders")),
            monitors,
            new ConsoleEvents(monitors),
            indexes,
            replications));
  }

  /** A console of stores without indexes or replication. */
  static StoreConsole console(ConsoleSettings settings, StoreMonitors monitors) {
    return new StoreConsole(
        settings,
        monitors,
        new ConsoleEvents(monitors),
        store -> List.of(),
        store -> Optional.empty());
  }

  /** Creates a user. */
  Versioned<ObjectNode> create(String id, String document) {
    return users.create(id, json(document));
  }

  /** Edits a user. */
  Versioned<ObjectNode> edit(Versioned<ObjectNode> base, String document) {
    return users.update(base.withValue(json(document)));
  }

  /** A user whose city and phone two people have changed, the city differently. */
  List<Revision> conflict(String id) {
    Versioned<ObjectNode> base = create(id, "{'name': 'Carol', 'city': 'Bonn', 'active': true}");
    edit(base, "{'name': 'Carol', 'city': 'Oslo', 'active': true}");
    edit(base, "{'name': 'Carol', 'city': 'Rome', 'active': true, 'phone': '555-0199'}");
    return users.conflict(id).orElseThrow().revisions();
  }

  /** A user that somebody has deleted here, and somebody else edited on another host. */
  Versioned<ObjectNode> editUnderADeletion(String id) throws IOException {
    Versioned<ObjectNode> base = create(id, "{'city': 'Bonn'}");
    Path elsewhere = directory.resolve("elsewhere");
    copy(directory.resolve("users").resolve(id), elsewhere.resolve(id));
    try (FileObjectStore other = FileObjectStore.open(elsewhere, OPTIONS)) {
      Versioned<ObjectNode> edit = other.update(base.withValue(json("{'city': 'Oslo'}")));
      users.delete(id);
      copy(elsewhere.resolve(id), directory.resolve("users").resolve(id));
      return edit;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  @Override
  public void close() {
    users.close();
    orders.close();
  }
}
