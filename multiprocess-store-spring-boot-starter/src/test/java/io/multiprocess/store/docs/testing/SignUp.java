package io.multiprocess.store.docs.testing;

import org.springframework.stereotype.Service;

@Service
class SignUp {

  private final UserRepository users;

  SignUp(UserRepository users) {
    this.users = users;
  }

  User of(String name, String email) {
    return users.save(new User(name, null, email));
  }
}
