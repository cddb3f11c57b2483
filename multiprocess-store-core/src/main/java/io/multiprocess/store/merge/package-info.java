/**
 * Pure functions on JSON trees: what an edit changed, whether another document contains it, and
 * what several edits come to together.
 */
@NullMarked
package io.multiprocess.store.merge;

import org.jspecify.annotations.NullMarked;
