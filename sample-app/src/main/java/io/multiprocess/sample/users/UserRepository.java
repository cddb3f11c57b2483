package io.multiprocess.sample.users;

import io.multiprocess.store.repository.StoreRepository;

/** Users by name. */
interface UserRepository extends StoreRepository<User, String> {}
