/** Questions to entities: which ones match, in what order, and which part of them. */
@NullMarked
package io.multiprocess.store.query;

import org.jspecify.annotations.NullMarked;
