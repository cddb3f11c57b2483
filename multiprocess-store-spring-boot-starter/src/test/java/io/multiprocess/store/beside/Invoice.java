package io.multiprocess.store.beside;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** A row of a table. */
@Table
public record Invoice(@Id @Nullable Long id, String customer) {}
