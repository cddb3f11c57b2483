/** The store for Spring applications: entities in, entities out, failures as Spring names them. */
@NullMarked
package io.multiprocess.store.spring;

import org.jspecify.annotations.NullMarked;
