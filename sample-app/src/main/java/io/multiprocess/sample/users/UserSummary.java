package io.multiprocess.sample.users;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A user and how many conflicts it has.
 *
 * @param user the winner
 * @param conflicts counts of the user's conflicts
 */
record UserSummary(@JsonUnwrapped User user, ConflictCounts conflicts) {}
