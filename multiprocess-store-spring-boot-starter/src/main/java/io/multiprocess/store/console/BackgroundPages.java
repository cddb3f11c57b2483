package io.multiprocess.store.console;

import io.multiprocess.store.replication.ReplicationProgress;
import io.multiprocess.store.spring.IndexReport;
import io.multiprocess.store.spring.IndexReport.DuplicateValue;
import io.multiprocess.store.spring.IndexReports;
import io.multiprocess.store.spring.replication.ReplicationState;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The page on what goes on behind the stores: how far their replication is, and their indexes. What
 * it shows is in memory.
 */
final class BackgroundPages {

  private final KnownStores stores;
  private final IndexReports indexes;
  private final Function<String, Optional<ReplicationState>> replications;

  /**
   * The page.
   *
   * @param indexes how it stands with the indexes of a store
   * @param replications what is known of the replication of a store, by its name
   */
  BackgroundPages(
      KnownStores stores,
      IndexReports indexes,
      Function<String, Optional<ReplicationState>> replications) {
    this.stores = stores;
    this.indexes = indexes;
    this.replications = replications;
  }

  Answer background() {
    return Answer.page("background", model());
  }

  Answer liveBackground(Query query) {
    Map<String, Object> model = model();
    return query.text("seen").equals(model.get("seen"))
        ? new Answer.Unchanged()
        : Answer.page("background :: live", model);
  }

  private Map<String, Object> model() {
    List<ReplicationRow> copies =
        stores.names().stream()
            .flatMap(name -> replications.apply(name).map(s -> row(name, s)).stream())
            .toList();
    List<IndexRow> found =
        stores.names().stream()
            .flatMap(name -> indexes.indexes(name).stream().map(index -> row(name, index)))
            .toList();
    Map<String, Object> model = new HashMap<>();
    model.put("replications", copies);
    model.put("indexes", found);
    model.put("seen", Fingerprint.of(copies + " " + found));
    return model;
  }

  private static ReplicationRow row(String store, ReplicationState state) {
    return new ReplicationRow(
        store,
        state.target().toString(),
        state.direction().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        state.equalAt() == null ? null : Moment.text(state.equalAt()),
        state.revisions(),
        state.tombstones(),
        state.failures(),
        state.problem(),
        state.progress());
  }

  private IndexRow row(String store, IndexReport index) {
    boolean shown = !stores.isSensitive(store);
    return new IndexRow(
        store,
        index.type().substring(index.type().lastIndexOf('.') + 1),
        String.join(", ", index.properties()),
        index.ready(),
        index.objects(),
        index.expected(),
        index.unreadable(),
        index.duplicates().stream().map(value -> row(value, shown)).toList());
  }

  private static DuplicateRow row(DuplicateValue value, boolean shown) {
    return new DuplicateRow(
        value.property(), shown ? String.valueOf(value.value()) : null, value.ids());
  }

  /**
   * The replication of a store.
   *
   * @param store name of the store
   * @param target directory of the other store
   * @param direction which of the two gets what the other has
   * @param equalAt since when neither lacks anything; null before the first time
   * @param revisions revisions copied since the start
   * @param tombstones tombstones copied since the start
   * @param failures runs that did not do all
   * @param problem why the last run did not, if so
   * @param progress how far the run under way is; null if none is
   */
  record ReplicationRow(
      String store,
      String target,
      String direction,
      @Nullable String equalAt,
      long revisions,
      long tombstones,
      long failures,
      @Nullable String problem,
      @Nullable ReplicationProgress progress) {}

  /**
   * An index of a store.
   *
   * @param store name of the store
   * @param type simple name of the type
   * @param properties its properties
   * @param ready whether queries use it
   * @param objects how many objects are in it
   * @param expected how many there were when it began to be built
   * @param unreadable how many cannot be read
   * @param duplicates values that are to be unique and are not
   */
  record IndexRow(
      String store,
      String type,
      String properties,
      boolean ready,
      long objects,
      long expected,
      long unreadable,
      List<DuplicateRow> duplicates) {}

  /**
   * A value that several objects have, and only one should.
   *
   * @param property the property
   * @param value the value; null if it is not to be shown
   * @param ids the objects
   */
  record DuplicateRow(String property, @Nullable String value, List<String> ids) {}
}
