/** Revisions of objects as Spring Data's {@code RevisionRepository} tells them. */
@NullMarked
package io.multiprocess.store.repository.history;

import org.jspecify.annotations.NullMarked;
