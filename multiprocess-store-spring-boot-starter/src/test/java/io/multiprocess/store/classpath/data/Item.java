package io.multiprocess.store.classpath.data;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** An entity. */
public record Item(@Id String id, String name, @Version @Nullable String revision) {}
