/** Spring Data repositories over the store. */
@NullMarked
package io.multiprocess.store.repository;

import org.jspecify.annotations.NullMarked;
