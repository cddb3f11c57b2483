package io.multiprocess.store.beside;

import org.springframework.data.repository.ListCrudRepository;

/** A repository of a store, by its entity. */
public interface Members extends ListCrudRepository<Member, String> {}
