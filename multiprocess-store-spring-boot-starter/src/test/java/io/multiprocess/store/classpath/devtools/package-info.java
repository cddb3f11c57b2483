/** An application that is restarted while it is developed. */
@NullMarked
package io.multiprocess.store.classpath.devtools;

import org.jspecify.annotations.NullMarked;
