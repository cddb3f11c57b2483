package io.multiprocess.store.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Micrometer observation of every operation.
 *
 * <p>An operation whose outcome is a {@linkplain StoreOutcome#isFailure() failure} has its
 * exception as the observation's error. That an object is missing, taken or was edited meanwhile is
 * an outcome and no error, so that alerts on errors do not ring for it.
 *
 * <p>While nothing listens to the registry, calls are made and nothing else.
 */
public final class MicrometerStoreObserver implements StoreObserver {

  private static final StoreOperationObservationConvention DEFAULT =
      new DefaultStoreOperationObservationConvention();

  private static final Set<StoreOperation> EXPECTED =
      EnumSet.of(
          StoreOperation.CREATE,
          StoreOperation.FIND,
          StoreOperation.GET,
          StoreOperation.UPDATE,
          StoreOperation.UPSERT,
          StoreOperation.DELETE);

  private final ObservationRegistry registry;
  private final @Nullable StoreOperationObservationConvention convention;

  /**
   * Observes to a registry.
   *
   * @param convention names and tags; null for those of {@link StoreOperationObservation}
   */
  public MicrometerStoreObserver(
      ObservationRegistry registry, @Nullable StoreOperationObservationConvention convention) {
    this.registry = Objects.requireNonNull(registry, "registry");
    this.convention = convention;
  }

  @Override
  public <T> T observe(
      String store, StoreOperation operation, @Nullable String id, Supplier<T> call) {
    if (registry.isNoop()) {
      return call.get();
    }
    RunningOperation running = start(store, operation, id);
    T result;
    try {
      result = running.inScope(call);
    } catch (RuntimeException | Error e) {
      running.fail(e);
      throw e;
    }
    running.end(result);
    return result;
  }

  @Override
  public <T> Stream<T> observeStream(
      String store, StoreOperation operation, Supplier<Stream<T>> call) {
    if (registry.isNoop()) {
      return call.get();
    }
    RunningOperation running = start(store, operation, null);
    try {
      return ObservedElements.stream(running.inScope(call), running);
    } catch (RuntimeException | Error e) {
      running.fail(e);
      throw e;
    }
  }

  /**
   * What successes of the operations that every application is made of will look like, for meters
   * that are to be there before the first of them. Empty where they are not observed.
   */
  public Stream<Observation.Context> expected(String store) {
    return EXPECTED.stream()
        .map(operation -> new StoreOperationContext(store, operation, null))
        .filter(context -> !observation(context).isNoop())
        .map(this::succeeded);
  }

  private Observation.Context succeeded(StoreOperationContext context) {
    StoreOperationObservationConvention names = convention == null ? DEFAULT : convention;
    context.endWith(true);
    context.setName(String.valueOf(names.getName()));
    context.addLowCardinalityKeyValues(names.getLowCardinalityKeyValues(context));
    return context;
  }

  private Observation observation(StoreOperationContext context) {
    return StoreOperationObservation.OPERATION.observation(
        convention, DEFAULT, () -> context, registry);
  }

  private RunningOperation start(String store, StoreOperation operation, @Nullable String id) {
    StoreOperationContext context = new StoreOperationContext(store, operation, id);
    return new RunningOperation(observation(context).start(), context);
  }
}
