package io.multiprocess.store.interleavings;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something a process does to the object. */
interface Operation {

  void perform(Client client, Call call) throws IOException;

  /** What kind of claim its outcome makes. */
  enum Claim {
    CREATE,
    UPDATE,
    UPSERT,
    DELETE,
    SETTLE,
    /** Settles by a rule, and reads what stands there then. */
    RESOLVE,
    COMPACT,
    FIND,
    HISTORY,
    /** A reader that knows no tombstones. */
    LIST
  }

  Claim claim();

  /** One performance of an operation, and what came of it. */
  final class Call {

    static final int NEVER = Integer.MAX_VALUE;

    final int process;
    final Operation operation;

    /** What the documents it writes say of their origin. */
    final String mark;

    final boolean rejecting;
    int began = NEVER;
    int ended = NEVER;

    /** What an edit starts from, or what is settled. */
    List<Revision> bases = List.of();

    /** What was written, if that is acknowledged. */
    @Nullable Revision written;

    /** What a delete told. */
    boolean deleted;

    /** What a reader saw, greatest first; nothing where it says so. */
    List<Revision> seen = List.of();

    List<Conflict> conflicts = List.of();

    /** An exception that the contract declares. */
    @Nullable RuntimeException refusal;

    /** One that it does not. */
    @Nullable Exception failure;

    Call(int process, Operation operation, String mark, boolean rejecting) {
      this.process = process;
      this.operation = operation;
      this.mark = mark;
      this.rejecting = rejecting;
    }

    boolean isAcknowledged() {
      return ended != NEVER && refusal == null && failure == null;
    }

    boolean began() {
      return began != NEVER;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(mark).append(' ').append(operation);
      if (rejecting) {
        text.append(" (rejecting)");
      }
      if (!bases.isEmpty()) {
        text.append(" of ").append(bases);
      }
      if (ended == NEVER) {
        return text.toString();
      }
      if (refusal != null) {
        return text.append(" refused: ").append(refusal.getClass().getSimpleName()).toString();
      }
      if (failure != null) {
        return text.append(" failed: ").append(failure).toString();
      }
      return text.append(" = ")
          .append(written != null ? written : operation.claim() == Claim.DELETE ? deleted : seen)
          .toString();
    }
  }
}
