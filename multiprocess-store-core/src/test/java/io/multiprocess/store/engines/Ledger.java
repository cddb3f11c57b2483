package io.multiprocess.store.engines;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the application of one host was told by its store.
 *
 * @param edits names of the fields that acknowledged edits added, by object
 * @param published revisions of acknowledged writes, by object
 * @param deleted revisions that were live before a deletion that was acknowledged, by object
 * @param acknowledged how many writes, of whatever kind, were acknowledged
 * @param refused how many writes were refused because of what another one had done meanwhile
 * @param looks how often the reader looked at all objects
 * @param failures all else that was thrown, and damage that was met; nothing is expected here
 */
record Ledger(
    Map<String, Set<String>> edits,
    Map<String, Set<String>> published,
    Map<String, Set<String>> deleted,
    long acknowledged,
    long refused,
    long looks,
    List<String> failures) {}
