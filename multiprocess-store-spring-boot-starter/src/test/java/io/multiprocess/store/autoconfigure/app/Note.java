package io.multiprocess.store.autoconfigure.app;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** An entity in the primary store. */
public record Note(@Id @Nullable UUID id, String text) {}
