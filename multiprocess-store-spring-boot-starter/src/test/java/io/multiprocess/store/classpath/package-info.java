/** Applications that are started with less than the whole class path. */
@NullMarked
package io.multiprocess.store.classpath;

import org.jspecify.annotations.NullMarked;
