/** A user manager on one directory of JSON files that several of its processes share. */
@NullMarked
package io.multiprocess.sample.users;

import org.jspecify.annotations.NullMarked;
