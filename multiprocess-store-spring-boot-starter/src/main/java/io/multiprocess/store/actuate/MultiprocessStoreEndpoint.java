package io.multiprocess.store.actuate;

import io.multiprocess.store.spring.StoreMonitor;
import io.multiprocess.store.spring.StoreMonitors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Tells operators what is in the stores. What else there is to see and to do is in the extensions
 * for the web and for JMX, which have different ways to name it.
 *
 * <p>Nothing can be changed unless the access is said to be unrestricted.
 */
@Endpoint(id = "multiprocessstore", defaultAccess = Access.READ_ONLY)
public final class MultiprocessStoreEndpoint {

  private final StoreMonitors monitors;

  /** Tells of all monitored stores. */
  public MultiprocessStoreEndpoint(StoreMonitors monitors) {
    this.monitors = monitors;
  }

  /** All stores. */
  @ReadOperation
  public StoreDescriptor.All stores() {
    Map<String, StoreDescriptor> stores = new LinkedHashMap<>();
    monitors.forEach(monitor -> stores.put(monitor.name(), StoreDescriptor.of(monitor)));
    return new StoreDescriptor.All(stores);
  }

  /** One store; null if there is none of that name. */
  @ReadOperation
  public @Nullable StoreDescriptor store(@Selector String store) {
    return find(store).map(StoreDescriptor::of).orElse(null);
  }

  Optional<StoreMonitor> find(String store) {
    return monitors.find(store);
  }

  /** What to say of a store that is not there. */
  String unknown(String store) {
    return "There is no store '%s'; the stores are %s".formatted(store, monitors.names());
  }
}
