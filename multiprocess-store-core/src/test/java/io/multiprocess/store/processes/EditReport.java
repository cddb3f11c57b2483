package io.multiprocess.store.processes;

import io.multiprocess.store.Revision;
import java.util.List;
import java.util.Map;

/**
 * What a peer did in a loop of edits.
 *
 * @param acknowledged revisions the store acknowledged, by object
 * @param tornReads reads that met a file another process was still writing in place, and that
 *     succeeded when repeated; no file of this library may cause one
 * @param errors whatever else went wrong
 */
public record EditReport(
    Map<String, List<Revision>> acknowledged, int tornReads, List<String> errors) {

  /** Revisions of one object that the store acknowledged. */
  public List<Revision> acknowledged(String id) {
    return acknowledged.getOrDefault(id, List.of());
  }

  /** How many edits were acknowledged. */
  public long count() {
    return acknowledged.values().stream().mapToLong(List::size).sum();
  }
}
