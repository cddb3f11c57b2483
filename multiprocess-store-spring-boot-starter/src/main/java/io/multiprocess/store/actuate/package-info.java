/**
 * What operators see of the stores: health and metrics, fed by what is counted in the background.
 */
@NullMarked
package io.multiprocess.store.actuate;

import org.jspecify.annotations.NullMarked;
