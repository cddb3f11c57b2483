/** Tests of merging, on trees and histories in memory. */
@NullMarked
package io.multiprocess.store.merge;

import org.jspecify.annotations.NullMarked;
