/** Tests of what replicators bring about between stores. */
@NullMarked
package io.multiprocess.store.replication;

import org.jspecify.annotations.NullMarked;
