/** Tests of the file protocol, piece by piece and on real directories. */
@NullMarked
package io.multiprocess.store.file;

import org.jspecify.annotations.NullMarked;
