/** Tests of applications on stores of their own, which nobody else has and nobody misses. */
@NullMarked
package io.multiprocess.store.test;

import org.jspecify.annotations.NullMarked;
