package io.multiprocess.store.actuate;

import io.multiprocess.store.Conflict.Kind;
import io.multiprocess.store.InvalidDocumentException;
import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectNotFoundException;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.StoreException;
import io.multiprocess.store.actuate.ConflictDescriptor.State;
import io.multiprocess.store.spring.StoreMonitor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Conflicts over HTTP: {@code GET /{store}/conflicts}, {@code GET /{store}/conflict?id=}, and
 * {@code POST} to {@code /{store}/settle}, {@code resolve}, {@code settle-captured} and {@code
 * compact}.
 *
 * <p>Ids are parameters and not parts of the path, so that any id can be named. What went wrong is
 * told as {@code {"error": ...}}.
 */
@RegisterReflectionForBinding({
  ConflictDescriptor.Page.class,
  ObjectConflictDescriptor.class,
  StoreActions.Settled.class,
  StoreActions.Captured.class,
  StoreActions.Compacted.class
})
@EndpointWebExtension(endpoint = MultiprocessStoreEndpoint.class)
public final class MultiprocessStoreEndpointWebExtension {

  private static final Logger log =
      LoggerFactory.getLogger(MultiprocessStoreEndpointWebExtension.class);

  private static final int CONFLICT = 409;

  private final MultiprocessStoreEndpoint endpoint;
  private final Show showValues;
  private final Set<String> roles;

  /**
   * Adds to an endpoint.
   *
   * @param showValues to whom documents are shown
   * @param roles who is authorized; anybody who is logged in if it is empty
   */
  public MultiprocessStoreEndpointWebExtension(
      MultiprocessStoreEndpoint endpoint, Show showValues, Set<String> roles) {
    this.endpoint = endpoint;
    this.showValues = showValues;
    this.roles = Set.copyOf(roles);
  }

  /**
   * Reads a view of a store.
   *
   * @param view {@code conflicts} for a list, {@code conflict} for one object
   */
  @ReadOperation
  public WebEndpointResponse<Object> view(
      SecurityContext securityContext,
      @Selector String store,
      @Selector String view,
      @Nullable String id,
      @Nullable Integer page,
      @Nullable Integer size,
      @Nullable State state,
      @Nullable Kind kind) {
    return answer(
        store,
        monitor ->
            switch (view) {
              case "conflicts" -> ConflictViews.page(monitor, page, size, state, kind);
              case "conflict" -> {
                if (id == null) {
                  throw new InvalidEndpointRequestException(
                      "No id", "Parameter 'id' is missing; expected the id of an object");
                }
                yield ConflictViews.object(monitor, id, showValues.isShown(securityContext, roles));
              }
              default -> null;
            });
  }

  /**
   * Changes a store.
   *
   * @param action {@code settle}, {@code resolve}, {@code settle-captured} or {@code compact}
   */
  @WriteOperation
  public WebEndpointResponse<Object> act(
      @Selector String store,
      @Selector String action,
      @Nullable String id,
      @Nullable String rivals,
      @Nullable String revision,
      @Nullable String value,
      @Nullable Integer retainRevisions,
      @Nullable Duration retainAge,
      @Nullable Boolean dryRun) {
    return answer(
        store,
        monitor ->
            switch (action) {
              case "settle" -> StoreActions.settle(monitor, id, rivals, revision, value);
              case "resolve" -> StoreActions.resolve(monitor, id);
              case "settle-captured" -> StoreActions.settleCaptured(monitor, id, dryRun);
              case "compact" -> StoreActions.compact(monitor, retainRevisions, retainAge, dryRun);
              default -> null;
            });
  }

  private WebEndpointResponse<Object> answer(
      String store, Function<StoreMonitor, @Nullable OperationResponseBody> operation) {
    Optional<StoreMonitor> monitor = endpoint.find(store);
    if (monitor.isEmpty()) {
      return error(WebEndpointResponse.STATUS_NOT_FOUND, endpoint.unknown(store));
    }
    try {
      OperationResponseBody body = operation.apply(monitor.get());
      return body == null
          ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
          : new WebEndpointResponse<>(body);
    } catch (InvalidEndpointRequestException e) {
      return error(WebEndpointResponse.STATUS_BAD_REQUEST, e.getReason());
    } catch (StoreException e) {
      return failure(store, e);
    }
  }

  private static WebEndpointResponse<Object> failure(String store, StoreException e) {
    String reason = String.valueOf(e.getMessage());
    if (e instanceof ObjectNotFoundException) {
      return error(WebEndpointResponse.STATUS_NOT_FOUND, reason);
    }
    if (e instanceof InvalidIdException || e instanceof InvalidDocumentException) {
      return error(WebEndpointResponse.STATUS_BAD_REQUEST, reason);
    }
    if (e instanceof StaleRevisionException) {
      return error(CONFLICT, reason);
    }
    log.warn("Request to store '{}' failed: {}", store, reason, e);
    return error(WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR, reason);
  }

  private static WebEndpointResponse<Object> error(int status, @Nullable String reason) {
    return new WebEndpointResponse<>(
        OperationResponseBody.of(Map.of("error", String.valueOf(reason))), status);
  }
}
