/** Repositories of every kind that a search can be told of. */
@NullMarked
package io.multiprocess.store.autoconfigure.parts;

import org.jspecify.annotations.NullMarked;
