/** An application with repositories. */
@NullMarked
package io.multiprocess.store.classpath.data;

import org.jspecify.annotations.NullMarked;
