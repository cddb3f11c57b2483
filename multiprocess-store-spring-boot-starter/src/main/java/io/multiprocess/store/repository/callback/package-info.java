/** What an application does to entities on their way into a store and out of it. */
@NullMarked
package io.multiprocess.store.repository.callback;

import org.jspecify.annotations.NullMarked;
