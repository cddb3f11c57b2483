package io.multiprocess.store.test.library;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** An entity of the default store. */
public record Book(@Id String id, @Version @Nullable String revision, String title) {}
