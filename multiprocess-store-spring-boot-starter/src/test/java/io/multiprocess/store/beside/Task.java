package io.multiprocess.store.beside;

import org.springframework.data.annotation.Id;

/** An object of the primary store, which nothing says. */
public record Task(@Id String id, String text) {}
