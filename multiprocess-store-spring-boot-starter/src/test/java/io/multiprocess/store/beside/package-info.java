/** An application with repositories of several modules of Spring Data. */
@NullMarked
package io.multiprocess.store.beside;

import org.jspecify.annotations.NullMarked;
