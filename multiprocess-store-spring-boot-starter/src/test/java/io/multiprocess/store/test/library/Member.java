package io.multiprocess.store.test.library;

import io.multiprocess.store.repository.StoredIn;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** An entity of a named store. */
@StoredIn("members")
public record Member(
    @Id String id,
    @Version @Nullable String revision,
    String name,
    @CreatedBy @Nullable String clerk) {}
