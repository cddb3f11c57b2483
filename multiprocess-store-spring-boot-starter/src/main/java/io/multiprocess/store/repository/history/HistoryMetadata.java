package io.multiprocess.store.repository.history;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.history.RevisionMetadata;

/** What a history tells of one revision; all of it is in the delegate, a {@link HistoryEntry}. */
record HistoryMetadata<N extends Number & Comparable<N>>(N number, HistoryEntry<?> entry)
    implements RevisionMetadata<N> {

  @Override
  public Optional<N> getRevisionNumber() {
    return Optional.of(number);
  }

  /** When it was written, by its file's time. */
  @Override
  public Optional<Instant> getRevisionInstant() {
    return entry.writtenAt();
  }

  @Override
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals" // The signature is Spring Data's.
  })
  public <T> T getDelegate() {
    return (T) entry;
  }

  /** A deletion is no revision, so that none is one. */
  @Override
  public RevisionType getRevisionType() {
    Optional<List<Revision>> bases = entry.bases();
    if (bases.isEmpty()) {
      return RevisionType.UNKNOWN;
    }
    return bases.get().isEmpty() ? RevisionType.INSERT : RevisionType.UPDATE;
  }
}
