package io.multiprocess.store.beside;

import org.springframework.data.repository.ListCrudRepository;

/** A repository of JDBC, by its entity. */
public interface Invoices extends ListCrudRepository<Invoice, Long> {}
