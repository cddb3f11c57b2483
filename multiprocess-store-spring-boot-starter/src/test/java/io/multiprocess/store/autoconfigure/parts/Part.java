package io.multiprocess.store.autoconfigure.parts;

import io.multiprocess.store.repository.StoredIn;
import org.springframework.data.annotation.Id;

/** An entity of the store {@code parts}. */
@StoredIn("parts")
public record Part(@Id String id, int price) {}
