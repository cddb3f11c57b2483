package io.multiprocess.store.spring.replication;

/** Which of two stores gets what the other has. */
public enum ReplicationDirection {

  /** Both get what the other has. */
  BOTH,

  /** The target gets what the store has. */
  TO_TARGET,

  /** The store gets what the target has. */
  FROM_TARGET
}
