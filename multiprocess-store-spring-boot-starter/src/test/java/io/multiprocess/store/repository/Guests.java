package io.multiprocess.store.repository;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Window;

/** Questions that indexes help with, and one that they do not. */
interface Guests extends StoreRepository<Guest, String> {

  List<Guest> findByAge(int age);

  List<Guest> findByAgeBetween(int from, int to);

  List<Guest> findByAgeInAndTagsContaining(Collection<Integer> ages, String tag);

  List<Guest> findByTagsContaining(String tag);

  Optional<Guest> findByEmail(String email);

  List<Guest> findByEmailStartingWith(String prefix);

  List<Guest> findByEmailIsNull();

  List<Guest> findByAddressCity(String city);

  List<Guest> findByEmailLike(String pattern);

  List<Guest> findFirst3ByOrderByAgeDesc();

  Slice<Guest> findByEmailIsNotNullOrderByAge(Pageable pageable);

  Window<Guest> findFirst3ByOrderByAgeAsc(ScrollPosition position);
}
