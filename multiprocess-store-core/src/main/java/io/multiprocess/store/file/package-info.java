/**
 * The store as plain files in a directory: format, protocol, and the one class that forces them.
 */
@NullMarked
package io.multiprocess.store.file;

import org.jspecify.annotations.NullMarked;
