package io.multiprocess.store.docs;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** What the examples read and write; always with the revision it was read from. */
record Page(@Id String id, @Version String revision, String text) {}
