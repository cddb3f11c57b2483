/** Tests of the charts. */
@NullMarked
package io.multiprocess.sample.users.admin;

import org.jspecify.annotations.NullMarked;
