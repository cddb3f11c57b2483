package io.multiprocess.store.file;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.MergeRules;
import tools.jackson.databind.node.ObjectNode;

/**
 * By what conflicts are settled without a person.
 *
 * @param rules how places of a document are merged
 * @param resolver what makes a decision of the outcome
 */
record Merging(MergeRules rules, ConflictResolver<ObjectNode> resolver) {}
