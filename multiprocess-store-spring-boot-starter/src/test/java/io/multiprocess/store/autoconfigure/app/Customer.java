package io.multiprocess.store.autoconfigure.app;

import io.multiprocess.store.repository.StoredIn;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** An entity in a named store. */
@StoredIn("users")
public record Customer(@Id String id, String name, @Version @Nullable String revision) {}
