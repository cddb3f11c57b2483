package io.multiprocess.sample.users;

import io.multiprocess.store.repository.StoreRepository;
import java.util.List;

/** Users by name. */
interface UserRepository extends StoreRepository<User, String> {

  /** Those who work somewhere, found by an index. */
  List<User> findByDepartment(String department);
}
