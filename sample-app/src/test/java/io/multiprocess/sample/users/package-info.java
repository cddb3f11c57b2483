/** Tests of the user manager: in one process, and in two with a browser. */
@NullMarked
package io.multiprocess.sample.users;

import org.jspecify.annotations.NullMarked;
