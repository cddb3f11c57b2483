package io.multiprocess.store.beside;

import io.multiprocess.store.repository.StoredIn;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** An object of a store. */
@StoredIn("members")
public record Member(@Id @Nullable String id, String name, @Version @Nullable String revision) {}
