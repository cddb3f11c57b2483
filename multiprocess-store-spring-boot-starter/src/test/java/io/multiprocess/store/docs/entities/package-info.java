/** The examples of the document on entities, compiled and run. */
@NullMarked
package io.multiprocess.store.docs.entities;

import org.jspecify.annotations.NullMarked;
