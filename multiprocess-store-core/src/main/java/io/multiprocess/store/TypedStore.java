package io.multiprocess.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A store seen through a Java type: records, classes, maps, whatever Jackson can map to a JSON
 * object.
 *
 * <p>The object's id and revision are offered to the type as properties {@code _id} and {@code
 * _rev}; a type that has none of that name never sees them.
 *
 * <p>An update keeps the fields that the type does not know, at every depth, so that an older
 * version of an application does not erase what a newer one wrote, and so does a decision between
 * rivals: what it does not know is merged. A {@link Map} knows every field.
 *
 * <p>A value that nobody can change is mapped once for each revision, and read from memory by
 * whoever asks after that, as long as the store's cache has room for it: a record of texts,
 * numbers, times, further such records, and collections that its constructor has copied by {@link
 * List#copyOf} and the like. So what a type is mapped to must follow from its document alone. All
 * other values are the caller's own.
 *
 * <p>Methods do what their namesakes in {@link ObjectStore} do, and throw the same. In addition
 * they throw {@link InvalidDocumentException} when a value and its document cannot be mapped.
 *
 * @param <T> type of the documents
 */
public final class TypedStore<T> {

  private static final String ID = "_id";
  private static final String REVISION = "_rev";

  private final ObjectStore store;
  private final Class<T> type;
  private final JsonMapper mapper;
  private final DocumentMapping<T> mapping;

  private TypedStore(ObjectStore store, Class<T> type, JsonMapper mapper) {
    this.store = Objects.requireNonNull(store, "store");
    this.type = Objects.requireNonNull(type, "type");
    this.mapper = Objects.requireNonNull(mapper, "mapper");
    this.mapping = new TypeMapping<>(type, mapper);
  }

  /** Those of one type and one mapper make the same. */
  private record TypeMapping<T>(Class<T> type, JsonMapper mapper) implements DocumentMapping<T> {

    @Override
    public T map(String id, Revision revision, ObjectNode document) {
      document.put(ID, id);
      document.put(REVISION, revision.toString());
      try {
        return mapper.treeToValue(document, type);
      } catch (JacksonException e) {
        throw unmappable(id, "does not fit " + type.getName(), e);
      }
    }

    @Override
    public boolean isShareable(T value) {
      return Immutability.isProven(value);
    }
  }

  /** The store through a type, mapped with the store's own settings. */
  public static <T> TypedStore<T> of(ObjectStore store, Class<T> type) {
    return new TypedStore<>(store, type, DefaultMapper.INSTANCE);
  }

  /**
   * The store through a type, mapped by a given mapper.
   *
   * @param mapper best built from {@link StoreMapper#builder()}: with other settings, two
   *     applications may read and write one document differently
   */
  public static <T> TypedStore<T> of(ObjectStore store, Class<T> type, JsonMapper mapper) {
    return new TypedStore<>(store, type, mapper);
  }

  /** The store behind. */
  public ObjectStore store() {
    return store;
  }

  /** Creates an object. */
  public Versioned<T> create(String id, T value) {
    return toValue(store.create(id, toDocument(id, value)));
  }

  /** Creates several objects, possibly some at the same time; not atomic. */
  public List<Versioned<T>> createAll(Map<String, T> values) {
    Map<String, ObjectNode> documents = new LinkedHashMap<>();
    values.forEach((id, value) -> documents.put(id, toDocument(id, value)));
    return store.createAll(documents).stream().map(this::toValue).toList();
  }

  /** Reads the winner of an object. */
  public Optional<Versioned<T>> find(String id) {
    return store.find(id, mapping);
  }

  /** Reads one live revision of an object. */
  public Optional<Versioned<T>> find(String id, Revision revision) {
    return store.find(id, revision).map(this::toValue);
  }

  /**
   * Reads one revision of an object, dead or alive; of the dead, as long as their bodies in the
   * archive have not been purged.
   */
  public Optional<Versioned<T>> findRevision(String id, Revision revision) {
    return store
        .find(id, revision)
        .or(
            () ->
                store.history(id).stream()
                    .filter(entry -> entry.revision().equals(revision))
                    .findFirst()
                    .flatMap(HistoryEntry::value)
                    .map(document -> new Versioned<>(id, revision, document)))
        .map(this::toValue);
  }

  /** Reads the winner of an object that must exist. */
  public Versioned<T> get(String id) {
    return store.get(id, mapping);
  }

  /** Reads one live revision that must exist. */
  public Versioned<T> get(String id, Revision revision) {
    return toValue(store.get(id, revision));
  }

  /** Publishes an edit of the revision it was read from, keeping fields the type does not know. */
  public Versioned<T> update(Versioned<T> edited) {
    return toValue(store.update(wholeEdit(edited)));
  }

  /** Does the same with its own answer to what becomes of a stale edit. */
  public Versioned<T> update(Versioned<T> edited, OnStale onStale) {
    return toValue(store.update(wholeEdit(edited), onStale));
  }

  /** Creates the object, or lays the value's top-level fields over the winner. */
  public Versioned<T> upsert(String id, T value) {
    return toValue(store.upsert(id, toDocument(id, value)));
  }

  /** Retires losing rivals of an object of which nothing is missing, by the rules of the type. */
  public List<Settlement> settleCaptured(String id, boolean dryRun) {
    return store.settleCaptured(id, dryRun);
  }

  /** Winners of all objects; close the stream. */
  public Stream<Versioned<T>> all() {
    return store.all(mapping);
  }

  /** Live revisions of an object, greatest first. */
  public List<Versioned<T>> revisions(String id) {
    return store.revisions(id).stream().map(this::toValue).toList();
  }

  /** What is known of the revisions of an object, dead or alive, greatest first. */
  public List<HistoryEntry<T>> history(String id) {
    return store.history(id).stream()
        .map(entry -> entry.map(document -> toValue(id, entry.revision(), document)))
        .toList();
  }

  /** The winner of an object as it was at a moment. */
  public Optional<Versioned<T>> asOf(String id, Instant moment) {
    return store.asOf(id, moment).map(this::toValue);
  }

  /** What is unsettled about an object. */
  public Optional<OpenConflict<T>> conflict(String id) {
    return store.conflict(id).map(this::toValues);
  }

  /** Decides between rivals, keeping fields the type does not know as they merge. */
  public Versioned<T> settle(String id, T value, Collection<Revision> rivals) {
    ObjectNode document = toDocument(id, value);
    Optional<Versioned<ObjectNode>> base =
        knowsEveryField() || rivals.isEmpty() ? Optional.empty() : merged(id, rivals);
    ObjectNode whole = base.map(b -> withUnknownFields(b, document)).orElse(document);
    return toValue(store.settle(id, whole, rivals));
  }

  /** Settles the conflict of an object by the store's rules, if they can. */
  public Optional<Versioned<T>> resolve(String id) {
    return store.resolve(id).map(this::toValue);
  }

  /** Brings back an object as it was when it was deleted. */
  public Versioned<T> undelete(String id) {
    return toValue(store.undelete(id));
  }

  /** Brings back a dead revision. */
  public Versioned<T> restore(String id, Revision revision) {
    return toValue(store.restore(id, revision));
  }

  /** Publishes the document of an earlier revision as an edit of the winner. */
  public Versioned<T> revert(String id, Revision revision) {
    return toValue(store.revert(id, revision));
  }

  /**
   * This store with its conflicts merged and settled by other rules. A decision keeps the fields
   * that the type does not know as they merge, and one for the merged value is the merge itself.
   */
  public TypedStore<T> merging(MergeRules rules, ConflictResolver<T> resolver) {
    Objects.requireNonNull(resolver, "resolver");
    ConflictResolver<ObjectNode> ofDocuments =
        conflict -> resolver.resolve(toValues(conflict)).map(value -> decision(conflict, value));
    return new TypedStore<>(store.merging(rules, ofDocuments), type, mapper);
  }

  private boolean knowsEveryField() {
    return Map.class.isAssignableFrom(type) || JsonNode.class.isAssignableFrom(type);
  }

  private Versioned<ObjectNode> wholeEdit(Versioned<T> edited) {
    ObjectNode document = toDocument(edited.id(), edited.value());
    Optional<Versioned<ObjectNode>> base =
        knowsEveryField() ? Optional.empty() : base(edited.id(), edited.revision());
    return edited.withValue(base.map(b -> withUnknownFields(b, document)).orElse(document));
  }

  /** What the editor started from; when that is gone or damaged, what stands there now. */
  private Optional<Versioned<ObjectNode>> base(String id, Revision revision) {
    try {
      return store.find(id, revision).or(() -> store.find(id));
    } catch (DamagedRevisionException damaged) {
      return store.find(id);
    }
  }

  /**
   * What the rivals come to together; when that cannot be told any more, the greatest of them. What
   * a rival that was not named adds to it does no harm: that rival stays.
   */
  private Optional<Versioned<ObjectNode>> merged(String id, Collection<Revision> rivals) {
    Revision greatest = Collections.max(rivals);
    try {
      return store.conflict(id).map(TypedStore::merged).or(() -> base(id, greatest));
    } catch (ObjectNotFoundException | DamagedRevisionException e) {
      return base(id, greatest);
    }
  }

  private static Versioned<ObjectNode> merged(OpenConflict<ObjectNode> conflict) {
    return new Versioned<>(conflict.id(), conflict.leading().revision(), conflict.merged());
  }

  private ObjectNode decision(OpenConflict<ObjectNode> conflict, T value) {
    Versioned<ObjectNode> merged = merged(conflict);
    ObjectNode document = toDocument(conflict.id(), value);
    if (knowsEveryField()) {
      return document;
    }
    return document.equals(passage(merged)) ? merged.value() : withUnknownFields(merged, document);
  }

  /**
   * Adds what the type does not know, as long as that changes nothing of what it reads: a field
   * that it takes for another name of one it knows would bring the old value back.
   */
  private ObjectNode withUnknownFields(Versioned<ObjectNode> base, ObjectNode edited) {
    if (!UnknownFields.mayBeMissing(base.value(), edited)) {
      return edited;
    }
    ObjectNode known = passage(base);
    ObjectNode whole = edited.deepCopy();
    if (!UnknownFields.keep(base.value(), known, whole, () -> true)) {
      return edited;
    }
    ObjectNode expected = passage(base.withValue(edited));
    if (passage(base.withValue(whole)).equals(expected)) {
      return whole;
    }
    ObjectNode careful = edited.deepCopy();
    UnknownFields.keep(
        base.value(), known, careful, () -> passage(base.withValue(careful)).equals(expected));
    return careful;
  }

  /** A document as it leaves the type again. */
  private ObjectNode passage(Versioned<ObjectNode> document) {
    return toDocument(document.id(), toValue(copy(document)).value());
  }

  /** The merged value is offered the leading rival's revision: it has none of its own. */
  private OpenConflict<T> toValues(OpenConflict<ObjectNode> conflict) {
    return new OpenConflict<>(
        conflict.id(),
        conflict.base().map(base -> toValue(copy(base))),
        conflict.rivals().stream().map(rival -> toValue(conflict.id(), rival)).toList(),
        conflict.deleted(),
        toValue(copy(merged(conflict))).value(),
        conflict.clashes());
  }

  private Rival<T> toValue(String id, Rival<ObjectNode> rival) {
    return rival.map(document -> toValue(id, rival.revision(), document.deepCopy()));
  }

  private static Versioned<ObjectNode> copy(Versioned<ObjectNode> document) {
    return document.withValue(document.value().deepCopy());
  }

  /** Maps a document that nobody else uses. */
  private Versioned<T> toValue(Versioned<ObjectNode> document) {
    return document.withValue(toValue(document.id(), document.revision(), document.value()));
  }

  private T toValue(String id, Revision revision, ObjectNode document) {
    return mapping.map(id, revision, document);
  }

  private ObjectNode toDocument(String id, @Nullable T value) {
    Objects.requireNonNull(value, "value");
    JsonNode tree;
    try {
      tree = mapper.valueToTree(value);
    } catch (JacksonException e) {
      throw unmappable(id, "cannot be made from " + value.getClass().getName(), e);
    }
    if (!(tree instanceof ObjectNode document)) {
      throw new InvalidDocumentException(
          id,
          "cannot be made from %s; expected a JSON object, found %s"
              .formatted(value.getClass().getName(), tree.getNodeType()));
    }
    return document;
  }

  private static InvalidDocumentException unmappable(
      String id, String reason, JacksonException cause) {
    return new InvalidDocumentException(
        id, "%s: %s".formatted(reason, cause.getOriginalMessage()), cause);
  }

  /** Built on first use. */
  private static final class DefaultMapper {
    static final JsonMapper INSTANCE = StoreMapper.builder().build();
  }
}
