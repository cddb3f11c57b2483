package io.multiprocess.store.spring;

import java.util.List;

/** Tells how it stands with the indexes of stores. Nothing that is asked here touches a store. */
@FunctionalInterface
public interface IndexReports {

  /** The indexes of a store. */
  List<IndexReport> indexes(String store);
}
