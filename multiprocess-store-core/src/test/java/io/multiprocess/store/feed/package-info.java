/** Tests of what is remembered for observers. */
@NullMarked
package io.multiprocess.store.feed;

import org.jspecify.annotations.NullMarked;
