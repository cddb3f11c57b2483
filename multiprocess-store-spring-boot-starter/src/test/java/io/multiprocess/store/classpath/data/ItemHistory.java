package io.multiprocess.store.classpath.data;

import io.multiprocess.store.repository.StoreRepository;
import io.multiprocess.store.repository.history.RevisionNumber;
import org.springframework.data.repository.history.RevisionRepository;

/** A repository of the same entities that tells of their revisions. */
public interface ItemHistory
    extends StoreRepository<Item, String>, RevisionRepository<Item, String, RevisionNumber> {}
