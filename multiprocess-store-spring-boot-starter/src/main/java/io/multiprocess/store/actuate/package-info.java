/** What operators see of the stores: health and gauges, fed by counts taken in the background. */
@NullMarked
package io.multiprocess.store.actuate;

import org.jspecify.annotations.NullMarked;
