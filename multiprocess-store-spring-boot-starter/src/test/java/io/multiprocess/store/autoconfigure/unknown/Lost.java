package io.multiprocess.store.autoconfigure.unknown;

import io.multiprocess.store.repository.StoredIn;
import org.springframework.data.annotation.Id;

/** An entity in a store that does not exist. */
@StoredIn("customers")
public record Lost(@Id String id) {}
