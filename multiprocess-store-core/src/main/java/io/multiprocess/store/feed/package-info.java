/**
 * Remembers what observers of a store were told of its objects, across restarts, and tells them
 * what is new.
 */
@NullMarked
package io.multiprocess.store.feed;

import org.jspecify.annotations.NullMarked;
