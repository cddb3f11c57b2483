package io.multiprocess.store.docs.testing;

import io.multiprocess.store.repository.StoreRepository;

interface UserRepository extends StoreRepository<User, String> {}
