package io.multiprocess.store.beside;

import org.springframework.data.keyvalue.repository.KeyValueRepository;

/** A repository of maps, by its type. */
public interface Settings extends KeyValueRepository<Setting, String> {}
