/** What whoever runs the application sees of its conflicts over time. */
@NullMarked
package io.multiprocess.sample.users.admin;

import org.jspecify.annotations.NullMarked;
