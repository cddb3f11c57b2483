package io.multiprocess.store.readme;

import io.multiprocess.store.repository.StoreRepository;
import io.multiprocess.store.repository.StoredIn;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** The README's example of a repository. */
final class RepositoryExample {

  private RepositoryExample() {}

  @StoredIn("users")
  record User(@Id String name, @Version @Nullable String revision, String email) {}

  interface UserRepository extends StoreRepository<User, String> {}
}
