/** Side by side with the npm package: the package itself, in processes of its own. */
@NullMarked
package io.multiprocess.store.interop;

import org.jspecify.annotations.NullMarked;
