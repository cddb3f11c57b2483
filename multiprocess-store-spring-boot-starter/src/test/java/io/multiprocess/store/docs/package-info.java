/** The examples of the documents, compiled and run. */
@NullMarked
package io.multiprocess.store.docs;

import org.jspecify.annotations.NullMarked;
