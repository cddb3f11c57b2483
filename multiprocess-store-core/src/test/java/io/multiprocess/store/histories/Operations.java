package io.multiprocess.store.histories;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.UnconfirmedWriteException;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.Retention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Random operations of one thread, each of them logged. */
final class Operations {

  private static final int REMEMBERED_BASES = 4;
  private static final int REMEMBERED_OBJECTS = 30;

  private final FileObjectStore keeping;
  private final FileObjectStore rejecting;
  private final HistoryLog log;
  private final Random random;

  /** What was read some time ago, to be edited although it may not be the winner any more. */
  private final Map<String, Deque<Versioned<ObjectNode>>> memory =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<String, Deque<Versioned<ObjectNode>>> eldest) {
          return size() > REMEMBERED_OBJECTS;
        }
      };

  Operations(FileObjectStore keeping, FileObjectStore rejecting, HistoryLog log, Random random) {
    this.keeping = keeping;
    this.rejecting = rejecting;
    this.log = log;
    this.random = random;
  }

  /** Does one operation. */
  void perform(String object) {
    int dice = random.nextInt(100);
    if (dice < 16) {
      winner(object);
    } else if (dice < 19) {
      revision(object);
    } else if (dice < 21) {
      exists(object);
    } else if (dice < 25) {
      history(object);
    } else if (dice < 28) {
      rivals(object);
    } else if (dice < 36) {
      create(object);
    } else if (dice < 70) {
      update(object);
    } else if (dice < 80) {
      upsert(object);
    } else if (dice < 88) {
      delete(object);
    } else if (dice < 96) {
      settle(object);
    } else {
      compact(object);
    }
  }

  private FileObjectStore store(String object) {
    return Workload.isStrict(object) ? rejecting : keeping;
  }

  Optional<Versioned<ObjectNode>> winner(String object) {
    Optional<Versioned<ObjectNode>> found =
        read(
            ReadKind.WINNER,
            object,
            store -> store.find(object),
            winner -> HistoryLog.seen(winner.stream().toList()),
            Optional.<Versioned<ObjectNode>>empty());
    found.ifPresent(this::remember);
    return found;
  }

  private void revision(String object) {
    remembered(object)
        .map(Versioned::revision)
        .ifPresent(
            revision ->
                read(
                    ReadKind.REVISION,
                    object,
                    store -> store.find(object, revision),
                    found ->
                        found.isPresent()
                            ? HistoryLog.seen(List.of(found.get()))
                            : revision + "=" + HistoryLog.ABSENT,
                    Optional.<Versioned<ObjectNode>>empty()));
  }

  private void exists(String object) {
    long begin = HistoryLog.now();
    if (!store(object).exists(object)) {
      log.read(ReadKind.ABSENT, begin, object, HistoryLog.NOTHING);
    }
  }

  private void history(String object) {
    List<Versioned<ObjectNode>> history =
        read(
            ReadKind.HISTORY,
            object,
            store -> store.revisions(object),
            HistoryLog::seen,
            List.<Versioned<ObjectNode>>of());
    if (!history.isEmpty()) {
      remember(history.get(random.nextInt(history.size())));
    }
  }

  private List<Conflict> rivals(String object) {
    return read(
        ReadKind.RIVALS,
        object,
        store -> store.conflicts(object),
        conflicts ->
            HistoryLog.names(conflicts.stream().flatMap(c -> c.rivals().stream()).toList()),
        List.<Conflict>of());
  }

  private <T> T read(
      ReadKind kind,
      String object,
      Function<FileObjectStore, T> call,
      Function<T, String> seen,
      T fallback) {
    long begin = HistoryLog.now();
    try {
      T found = call.apply(store(object));
      log.read(kind, begin, object, seen.apply(found));
      return found;
    } catch (DamagedRevisionException e) {
      if (!Workload.isShared(object)) {
        log.error("%s of %s".formatted(kind, object), e);
      }
      if (kind == ReadKind.WINNER) {
        log.read(kind, begin, object, HistoryLog.NOTHING);
      }
      return fallback;
    }
  }

  private void create(String object) {
    write(
        WriteKind.CREATE,
        object,
        List.of(),
        write -> revision(store(object).create(object, document(object, write))));
  }

  private void update(String object) {
    Optional<Versioned<ObjectNode>> remembered =
        random.nextInt(4) == 0 ? remembered(object) : Optional.empty();
    Optional<Versioned<ObjectNode>> base = remembered.or(() -> winner(object));
    if (base.isPresent()) {
      write(
          WriteKind.UPDATE,
          object,
          List.of(base.get().revision()),
          write -> revision(store(object).update(base.get().withValue(document(object, write)))));
    }
  }

  private void upsert(String object) {
    write(
        WriteKind.UPSERT,
        object,
        List.of(),
        write -> revision(store(object).upsert(object, document(object, write))));
  }

  private void delete(String object) {
    write(
        WriteKind.DELETE,
        object,
        List.of(),
        write -> store(object).delete(object) ? "deleted" : HistoryLog.NOTHING);
  }

  /** Settles the last conflict, which is the winner's or a past one. */
  private void settle(String object) {
    List<Conflict> conflicts = rivals(object);
    if (!conflicts.isEmpty()) {
      List<Revision> rivals = conflicts.get(conflicts.size() - 1).rivals();
      write(
          WriteKind.SETTLE,
          object,
          rivals,
          write -> revision(store(object).settle(object, document(object, write), rivals)));
    }
  }

  private void compact(String object) {
    Retention retention = Retention.last(1 + random.nextInt(3));
    write(
        WriteKind.COMPACT,
        object,
        List.of(),
        write -> Long.toString(store(object).compact(object, retention).revisions()));
  }

  /** Documents of several sizes, mostly small. */
  private ObjectNode document(String object, String write) {
    int filling = random.nextInt(20) == 0 ? random.nextInt(1500) : random.nextInt(20);
    return Payload.document(object, write, filling);
  }

  private String revision(Versioned<ObjectNode> written) {
    remember(written);
    return written.revision().toString();
  }

  private void write(
      WriteKind kind, String object, Collection<Revision> bases, Function<String, String> call) {
    String write = log.begin(kind, object, bases);
    try {
      String told = call.apply(write);
      boolean isRevision = Revision.isRevision(told);
      log.acknowledged(
          isRevision ? told : HistoryLog.NOTHING, isRevision ? HistoryLog.NOTHING : told);
    } catch (ObjectExistsException
        | ObjectNotFoundException
        | StaleRevisionException
        | DamagedRevisionException e) {
      log.refused(e.getClass().getSimpleName());
      if (e instanceof DamagedRevisionException && !Workload.isShared(object)) {
        log.error("%s of %s".formatted(kind, object), e);
      }
    } catch (UnconfirmedWriteException e) {
      log.unknown("UnconfirmedWriteException");
      log.error("%s of %s".formatted(kind, object), e);
    }
  }

  private void remember(Versioned<ObjectNode> read) {
    Deque<Versioned<ObjectNode>> last = memory.computeIfAbsent(read.id(), id -> new ArrayDeque<>());
    last.addLast(read);
    if (last.size() > REMEMBERED_BASES) {
      last.removeFirst();
    }
  }

  private Optional<Versioned<ObjectNode>> remembered(String object) {
    List<Versioned<ObjectNode>> last =
        new ArrayList<>(memory.getOrDefault(object, new ArrayDeque<>()));
    return last.isEmpty() ? Optional.empty() : Optional.of(last.get(random.nextInt(last.size())));
  }
}
