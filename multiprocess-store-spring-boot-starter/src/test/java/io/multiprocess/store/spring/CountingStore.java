package io.multiprocess.store.spring;

import io.multiprocess.store.ChangeBatch;
import io.multiprocess.store.ChangeFeed;
import io.multiprocess.store.ChangeListener;
import io.multiprocess.store.Conflict;
import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.MergeRules;
import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.OnStale;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.Replica;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Settlement;
import io.multiprocess.store.StoreAccessException;
import io.multiprocess.store.StoreCounts;
import io.multiprocess.store.Versioned;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Counts every call to another store, and can refuse to count its objects. */
public final class CountingStore implements ObjectStore {

  private final ObjectStore store;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<@Nullable StoreAccessException> refusal = new AtomicReference<>();

  /** Calls go on to the given store. */
  public CountingStore(ObjectStore store) {
    this.store = store;
  }

  /** How often any method was called. */
  public int calls() {
    return calls.get();
  }

  /** From now on fails to count. */
  public void refuse(String message) {
    refusal.set(new StoreAccessException(message, new IOException(message)));
  }

  /** Counts again. */
  public void comply() {
    refusal.set(null);
  }

  private ObjectStore called() {
    calls.incrementAndGet();
    return store;
  }

  @Override
  public StoreCounts counts() {
    ObjectStore counted = called();
    StoreAccessException refused = refusal.get();
    if (refused != null) {
      throw refused;
    }
    return counted.counts();
  }

  @Override
  public Versioned<ObjectNode> create(String id, ObjectNode document) {
    return called().create(id, document);
  }

  @Override
  public Optional<Versioned<ObjectNode>> find(String id) {
    return called().find(id);
  }

  @Override
  public Optional<Versioned<ObjectNode>> find(String id, Revision revision) {
    return called().find(id, revision);
  }

  @Override
  public boolean exists(String id) {
    return called().exists(id);
  }

  @Override
  public Versioned<ObjectNode> update(Versioned<ObjectNode> edited) {
    return called().update(edited);
  }

  @Override
  public Versioned<ObjectNode> upsert(String id, ObjectNode fields) {
    return called().upsert(id, fields);
  }

  @Override
  public Versioned<ObjectNode> settle(String id, ObjectNode value, Collection<Revision> rivals) {
    return called().settle(id, value, rivals);
  }

  @Override
  public boolean delete(String id) {
    return called().delete(id);
  }

  @Override
  public boolean delete(String id, Revision revision) {
    return called().delete(id, revision);
  }

  @Override
  public Stream<String> ids() {
    return called().ids();
  }

  @Override
  public List<String> ids(Predicate<? super String> wanted, String after, int limit) {
    return called().ids(wanted, after, limit);
  }

  @Override
  public Stream<Versioned<ObjectNode>> all() {
    return called().all();
  }

  @Override
  public List<Conflict> conflicts(String id) {
    return called().conflicts(id);
  }

  @Override
  public Stream<Conflict> conflicts() {
    return called().conflicts();
  }

  @Override
  public List<Versioned<ObjectNode>> revisions(String id) {
    return called().revisions(id);
  }

  @Override
  public Versioned<ObjectNode> update(Versioned<ObjectNode> edited, OnStale onStale) {
    return called().update(edited, onStale);
  }

  @Override
  public Optional<OpenConflict<ObjectNode>> conflict(String id) {
    return called().conflict(id);
  }

  @Override
  public Optional<Versioned<ObjectNode>> resolve(String id) {
    return called().resolve(id);
  }

  @Override
  public List<Settlement> settleCaptured(String id, boolean dryRun) {
    return called().settleCaptured(id, dryRun);
  }

  @Override
  public List<Settlement> settleCaptured(boolean dryRun) {
    return called().settleCaptured(dryRun);
  }

  @Override
  public Versioned<ObjectNode> undelete(String id) {
    return called().undelete(id);
  }

  @Override
  public Versioned<ObjectNode> restore(String id, Revision revision) {
    return called().restore(id, revision);
  }

  @Override
  public Versioned<ObjectNode> revert(String id, Revision revision) {
    return called().revert(id, revision);
  }

  @Override
  public List<HistoryEntry<ObjectNode>> history(String id) {
    return called().history(id);
  }

  @Override
  public Optional<Versioned<ObjectNode>> asOf(String id, Instant moment) {
    return called().asOf(id, moment);
  }

  @Override
  public ArrayNode diff(String id, Revision from, Revision to) {
    return called().diff(id, from, to);
  }

  @Override
  public ChangeBatch changes() {
    return called().changes();
  }

  @Override
  public ChangeBatch changes(String position) {
    return called().changes(position);
  }

  @Override
  public ChangeFeed watch(ChangeListener listener) {
    return called().watch(listener);
  }

  @Override
  public ChangeFeed watch(String position, ChangeListener listener) {
    return called().watch(position, listener);
  }

  @Override
  public ObjectStore merging(MergeRules rules, ConflictResolver<ObjectNode> resolver) {
    return called().merging(rules, resolver);
  }

  @Override
  public Replica replica() {
    return called().replica();
  }

  @Override
  public void close() {
    store.close();
  }
}
