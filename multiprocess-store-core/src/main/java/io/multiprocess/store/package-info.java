/**
 * Vocabulary and contracts of the store: what an object, a revision, a conflict and a store are.
 *
 * <p>Nothing here touches a file; {@link io.multiprocess.store.file.FileObjectStore} is the store
 * on disk.
 */
@NullMarked
package io.multiprocess.store;

import org.jspecify.annotations.NullMarked;
