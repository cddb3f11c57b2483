/** Real processes for tests: other JVMs and external programs, driven by lines of text. */
@NullMarked
package io.multiprocess.store.processes;

import org.jspecify.annotations.NullMarked;
