package io.multiprocess.store.actuate;

import io.multiprocess.store.Clash;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the endpoint tells of what is unsettled about one object, read from its files.
 *
 * @param store what the application calls the store
 * @param id id of the object
 * @param winner the revision that readers are served
 * @param conflicts its conflicts by ascending generation; empty when nothing is unsettled
 * @param rivals the latest word of each editor, the leading one first: what a settlement names
 * @param deleted what a deletion named that had not seen them
 * @param base what all rivals were made from, if it is known and still there
 * @param clean whether a merge leaves nothing to decide; null when nothing is unsettled
 * @param merged what the rivals come to together; only when values are shown
 * @param clashes where they cannot be merged; only when values are shown, since places may hold
 *     keys
 */
public record ObjectConflictDescriptor(
    String store,
    String id,
    String winner,
    List<ConflictDescriptor> conflicts,
    List<Side> rivals,
    List<String> deleted,
    @Nullable Side base,
    @Nullable Boolean clean,
    @Nullable Object merged,
    @Nullable List<Place> clashes)
    implements OperationResponseBody {

  // Plain Java values look the same to whichever mapper writes the answer.
  private static final JsonMapper JSON = StoreMapper.builder().build();

  /**
   * A revision.
   *
   * @param revision its name
   * @param writtenAt when it was written; null if that was not asked for
   * @param value its document; only when values are shown
   */
  public record Side(String revision, @Nullable Instant writtenAt, @Nullable Object value) {}

  /**
   * A place where rivals differ.
   *
   * @param pointer the place as a JSON Pointer
   * @param base what stood there before; null also when nothing did
   * @param values what each rival has there, by its revision; those that have nothing are left out
   */
  public record Place(String pointer, @Nullable Object base, Map<String, Object> values) {}

  static ObjectConflictDescriptor settled(
      String store, String id, Revision winner, List<ConflictDescriptor> conflicts) {
    return new ObjectConflictDescriptor(
        store, id, winner.toString(), conflicts, List.of(), List.of(), null, null, null, null);
  }

  static ObjectConflictDescriptor open(
      String store,
      Revision winner,
      List<ConflictDescriptor> conflicts,
      OpenConflict<ObjectNode> open,
      boolean showValues) {
    return new ObjectConflictDescriptor(
        store,
        open.id(),
        winner.toString(),
        conflicts,
        open.rivals().stream()
            .map(
                rival ->
                    new Side(
                        rival.revision().toString(),
                        rival.writtenAt(),
                        showValues ? plain(rival.value()) : null))
            .toList(),
        open.deleted().stream().map(Revision::toString).toList(),
        open.base().map(base -> side(base, showValues)).orElse(null),
        open.isClean(),
        showValues ? plain(open.merged()) : null,
        showValues ? open.clashes().stream().map(ObjectConflictDescriptor::place).toList() : null);
  }

  private static Side side(Versioned<ObjectNode> versioned, boolean showValues) {
    return new Side(
        versioned.revision().toString(), null, showValues ? plain(versioned.value()) : null);
  }

  private static Place place(Clash clash) {
    Map<String, Object> values = new LinkedHashMap<>();
    clash
        .values()
        .forEach(
            (revision, value) -> value.ifPresent(v -> values.put(revision.toString(), plain(v))));
    return new Place(
        clash.pointer(), clash.base().map(ObjectConflictDescriptor::plain).orElse(null), values);
  }

  private static Object plain(JsonNode value) {
    return Optional.<Object>ofNullable(JSON.treeToValue(value, Object.class)).orElse(value);
  }
}
