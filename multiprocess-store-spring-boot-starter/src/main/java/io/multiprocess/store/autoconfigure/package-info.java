/** Makes the configured stores beans, and says what is wrong with a configuration. */
@NullMarked
package io.multiprocess.store.autoconfigure;

import org.jspecify.annotations.NullMarked;
