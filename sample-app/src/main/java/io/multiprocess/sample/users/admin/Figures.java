package io.multiprocess.sample.users.admin;

import java.time.Instant;

/**
 * What the meters said at a moment.
 *
 * @param at the moment
 * @param current open conflicts at the generation of their user's winner
 * @param past open conflicts that a later revision stands above
 * @param detected conflicts that this process saw for the first time, since it started
 * @param settled conflicts that this process settled, since it started
 */
record Figures(Instant at, long current, long past, long detected, long settled) {}
