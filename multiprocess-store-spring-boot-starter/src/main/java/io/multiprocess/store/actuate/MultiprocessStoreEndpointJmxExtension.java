package io.multiprocess.store.actuate;

import io.multiprocess.store.StoreException;
import io.multiprocess.store.spring.StoreMonitor;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;
import org.springframework.boot.convert.DurationStyle;

/** Conflicts over JMX, where every operation has a name of its own. */
@EndpointJmxExtension(endpoint = MultiprocessStoreEndpoint.class)
public final class MultiprocessStoreEndpointJmxExtension {

  private final MultiprocessStoreEndpoint endpoint;
  private final boolean showValues;

  /**
   * Adds to an endpoint.
   *
   * @param showValues to whom documents are shown; JMX knows nobody who could be authorized
   */
  public MultiprocessStoreEndpointJmxExtension(
      MultiprocessStoreEndpoint endpoint, Show showValues) {
    this.endpoint = endpoint;
    this.showValues = showValues.isShown(false);
  }

  /** A part of the list of a store's conflicts, the oldest first. */
  @ReadOperation
  public OperationResponseBody conflicts(
      String store, @Nullable Integer page, @Nullable Integer size) {
    return in(store, monitor -> ConflictViews.page(monitor, page, size, null, null));
  }

  /** What is unsettled about one object. */
  @ReadOperation
  public OperationResponseBody conflict(String store, String id) {
    return in(store, monitor -> ConflictViews.object(monitor, id, showValues));
  }

  /** Decides between rivals in favour of one of them or of another value. */
  @WriteOperation
  public OperationResponseBody settle(
      String store, String id, String rivals, @Nullable String revision, @Nullable String value) {
    return in(store, monitor -> StoreActions.settle(monitor, id, rivals, revision, value));
  }

  /** Settles what merges without a clash. */
  @WriteOperation
  public OperationResponseBody resolve(String store, String id) {
    return in(store, monitor -> StoreActions.resolve(monitor, id));
  }

  /** Retires rivals of which nothing is missing elsewhere, of one object or of all. */
  @WriteOperation
  public OperationResponseBody settleCaptured(
      String store, @Nullable String id, @Nullable Boolean dryRun) {
    return in(store, monitor -> StoreActions.settleCaptured(monitor, id, dryRun));
  }

  /** Retires superseded revisions of all objects. */
  @WriteOperation
  public OperationResponseBody compact(
      String store,
      @Nullable Integer retainRevisions,
      @Nullable String retainAge,
      @Nullable Boolean dryRun) {
    return in(
        store,
        monitor -> StoreActions.compact(monitor, retainRevisions, duration(retainAge), dryRun));
  }

  private <T> T in(String store, Function<StoreMonitor, T> operation) {
    StoreMonitor monitor =
        endpoint.find(store).orElseThrow(() -> invalid(endpoint.unknown(store), null));
    try {
      return operation.apply(monitor);
    } catch (StoreException e) {
      throw invalid(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable Duration duration(@Nullable String text) {
    try {
      return text == null ? null : DurationStyle.detectAndParse(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw invalid(
          "Parameter 'retainAge' is '%s'; expected a duration, for example 30d".formatted(text), e);
    }
  }

  private static InvalidEndpointRequestException invalid(String reason, @Nullable Exception cause) {
    return new InvalidEndpointRequestException(reason, reason, cause);
  }
}
