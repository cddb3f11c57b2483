package io.multiprocess.store.docs;

import io.multiprocess.store.index.Indexed;
import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.repository.StoreRepository;
import io.multiprocess.store.spring.IndexReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** The Java of docs/indexes.md. */
final class DocumentedMembers {

  private DocumentedMembers() {}

  record Member(
      @Id String id,
      @Indexed(unique = true) String email,
      @Indexed int age,
      @Indexed List<String> tags,
      @Nullable Address address,
      @Version @Nullable String revision) {}

  record Address(@Indexed String city) {}

  interface Members extends StoreRepository<Member, String> {

    Optional<Member> findByEmail(String email);

    List<Member> findByAgeBetweenAndTagsContaining(int from, int to, String tag);

    List<Member> findByAddressCity(String city);
  }

  static List<String> duplicates(StoreIndexes indexes) {
    List<String> told = new ArrayList<>();
    for (IndexReport report : indexes.indexes("members")) {
      for (IndexReport.DuplicateValue duplicate : report.duplicates()) {
        told.add(duplicate.property() + " of " + duplicate.ids());
      }
    }
    return told;
  }
}
