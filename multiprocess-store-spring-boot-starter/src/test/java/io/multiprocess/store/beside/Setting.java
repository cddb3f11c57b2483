package io.multiprocess.store.beside;

import org.springframework.data.annotation.Id;

/** A value of a map. */
public record Setting(@Id String id, String value) {}
