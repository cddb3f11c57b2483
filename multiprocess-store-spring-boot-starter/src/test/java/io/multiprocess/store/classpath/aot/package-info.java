/** An application that is processed ahead of time. */
@NullMarked
package io.multiprocess.store.classpath.aot;

import org.jspecify.annotations.NullMarked;
