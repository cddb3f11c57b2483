package io.multiprocess.store.actuate;

import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.CompactionReport;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.spring.StoreMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.util.StringUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What operators do to a store. */
final class StoreActions {

  private static final JsonMapper JSON = StoreMapper.builder().build();

  private StoreActions() {}

  /**
   * A settlement by a person.
   *
   * @param store what the application calls the store
   * @param id id of the object
   * @param winner the revision that readers are served from now on
   * @param open whether something is unsettled still
   */
  record Settled(String store, String id, String winner, boolean open)
      implements OperationResponseBody {}

  /**
   * Rivals that were retired, or would be.
   *
   * @param store what the application calls the store
   * @param dryRun whether nothing was changed
   * @param settled for each object what was retired, and the revision that stands for it
   */
  record Captured(String store, boolean dryRun, List<Retired> settled)
      implements OperationResponseBody {

    /**
     * Rivals of one object.
     *
     * @param id id of the object
     * @param retired the rivals
     * @param evidence the revision that holds all that they changed
     */
    record Retired(String id, List<String> retired, String evidence) {

      static Retired of(Settlement settlement) {
        return new Retired(
            settlement.id(),
            settlement.retired().stream().map(Revision::toString).toList(),
            settlement.evidence().toString());
      }
    }
  }

  /**
   * Revisions that went to the archive, or would.
   *
   * @param store what the application calls the store
   * @param dryRun whether nothing was changed
   * @param objects how many objects had such revisions
   * @param revisions how many revisions
   * @param bytes size of their files
   */
  record Compacted(String store, boolean dryRun, long objects, long revisions, long bytes)
      implements OperationResponseBody {}

  /**
   * Decides between rivals in favour of one of them or of another value.
   *
   * @param rivals names of the rivals that were looked at, separated by commas
   * @param revision the one of them to choose; null to give a value
   * @param value a JSON object as text; null to choose a revision
   */
  static Settled settle(
      StoreMonitor monitor,
      @Nullable String id,
      @Nullable String rivals,
      @Nullable String revision,
      @Nullable String value) {
    String object = require("id", id, "the id of the object");
    List<Revision> decided = rivals(rivals);
    if ((revision == null) == (value == null)) {
      throw invalid("Expected either 'revision', one of the rivals, or 'value', a JSON object");
    }
    ObjectNode document =
        revision != null
            ? document(monitor.store(), object, chosen(revision, decided))
            : document(value);
    try {
      return settled(monitor, monitor.store().settle(object, document, decided));
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Settles what merges without a clash. */
  static Settled resolve(StoreMonitor monitor, @Nullable String id) {
    String object = require("id", id, "the id of the object");
    return settled(
        monitor,
        monitor.store().resolve(object).orElseThrow(() -> new ObjectNotFoundException(object)));
  }

  private static Settled settled(StoreMonitor monitor, Versioned<ObjectNode> winner) {
    String id = winner.id();
    return new Settled(
        monitor.name(), id, winner.revision().toString(), !monitor.store().conflicts(id).isEmpty());
  }

  /** Retires rivals of which nothing is missing elsewhere, of one object or of all. */
  static Captured settleCaptured(
      StoreMonitor monitor, @Nullable String id, @Nullable Boolean dryRun) {
    boolean dry = Boolean.TRUE.equals(dryRun);
    ObjectStore store = monitor.store();
    List<Settlement> settlements =
        id == null ? store.settleCaptured(dry) : store.settleCaptured(existing(store, id), dry);
    return new Captured(
        monitor.name(), dry, settlements.stream().map(Captured.Retired::of).toList());
  }

  private static String existing(ObjectStore store, String id) {
    if (!store.exists(id)) {
      throw new ObjectNotFoundException(id);
    }
    return id;
  }

  /** Retires superseded revisions of all objects. */
  static Compacted compact(
      StoreMonitor monitor,
      @Nullable Integer retainRevisions,
      @Nullable Duration retainAge,
      @Nullable Boolean dryRun) {
    FileObjectStore files =
        monitor
            .files()
            .orElseThrow(() -> invalid("Store '%s' is not one of files".formatted(monitor.name())));
    if (retainRevisions == null && retainAge == null) {
      throw invalid(
          "Expected 'retainRevisions', how many of the latest revisions stay, or 'retainAge', for"
              + " how long they stay");
    }
    Retention retention;
    try {
      retention =
          new Retention(
              retainRevisions == null ? 1 : retainRevisions,
              retainAge == null ? Duration.ZERO : retainAge);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    boolean dry = Boolean.TRUE.equals(dryRun);
    CompactionReport report = files.compact(retention, dry);
    return new Compacted(monitor.name(), dry, report.objects(), report.revisions(), report.bytes());
  }

  private static List<Revision> rivals(@Nullable String names) {
    String given = require("rivals", names, "the rivals that were looked at, separated by commas");
    List<Revision> revisions = new ArrayList<>();
    for (String name : StringUtils.tokenizeToStringArray(given, ",")) {
      revisions.add(revision(name));
    }
    if (revisions.isEmpty()) {
      throw invalid("Parameter 'rivals' is blank; expected at least one revision");
    }
    return revisions;
  }

  private static Revision chosen(String name, List<Revision> rivals) {
    Revision chosen = revision(name);
    if (!rivals.contains(chosen)) {
      throw invalid("Revision %s is not one of the rivals %s".formatted(chosen, rivals));
    }
    return chosen;
  }

  private static Revision revision(String name) {
    try {
      return Revision.parse(name);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** A rival that is not live any more was settled or deleted by somebody else. */
  private static ObjectNode document(ObjectStore store, String id, Revision rival) {
    return store
        .find(id, rival)
        .orElseThrow(() -> new StaleRevisionException(id, rival, store.get(id).revision()))
        .value();
  }

  private static ObjectNode document(@Nullable String text) {
    JsonNode value;
    try {
      value = JSON.readTree(text);
    } catch (JacksonException e) {
      throw invalid("Parameter 'value' is not JSON: " + e.getOriginalMessage());
    }
    if (value instanceof ObjectNode document) {
      return document;
    }
    throw invalid("Parameter 'value' is %s; expected a JSON object".formatted(value.getNodeType()));
  }

  private static String require(String parameter, @Nullable String value, String expected) {
    if (value == null) {
      throw invalid("Parameter '%s' is missing; expected %s".formatted(parameter, expected));
    }
    return value;
  }

  private static InvalidEndpointRequestException invalid(String reason) {
    return new InvalidEndpointRequestException(reason, reason);
  }
}
