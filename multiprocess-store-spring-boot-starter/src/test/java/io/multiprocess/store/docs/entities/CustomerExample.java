package io.multiprocess.store.docs.entities;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.OpenConflict;
import io.multiprocess.store.repository.StoreRepository;
import io.multiprocess.store.repository.StoredIn;
import io.multiprocess.store.repository.callback.BeforeSaveCallback;
import io.multiprocess.store.repository.history.RevisionNumber;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.history.Revisions;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.history.RevisionRepository;

/** Customers, their conflicts and their history. */
final class CustomerExample {

  private CustomerExample() {}

  // example: entity
  record Customer(@Id @Nullable UUID id, String name, @Version @Nullable String revision) {}

  interface Customers extends StoreRepository<Customer, UUID> {}

  // end

  // example: history
  interface CustomerHistory
      extends StoreRepository<Customer, UUID>, RevisionRepository<Customer, UUID, RevisionNumber> {}

  // end

  // example: member
  @StoredIn("members")
  record Member(@Id String name, @Version @Nullable String revision) {}

  interface Members extends ListCrudRepository<Member, String> {}

  // end

  @Configuration(proxyBeanMethods = false)
  static class Callbacks {

    // example: callback
    @Bean
    BeforeSaveCallback<Customer> namesAreNotBlank() {
      return (customer, store) -> {
        if (customer.name().isBlank()) {
          throw new IllegalArgumentException("A customer in '%s' has no name".formatted(store));
        }
        return customer;
      };
    }
    // end
  }

  static UUID id(Customer customer) {
    return Objects.requireNonNull(customer.id());
  }

  static void settleWhatIsClean(Customers customers) {
    // example: settle
    for (Customer customer : customers.findAllConflicted()) {
      OpenConflict<Customer> conflict = customers.conflict(id(customer)).orElseThrow();
      if (conflict.isClean()) {
        customers.settle(conflict.merged(), conflict);
      }
    }
    // end
  }

  static String tell(CustomerHistory history, UUID id) {
    // example: tell
    Revisions<RevisionNumber, Customer> all = history.findRevisions(id);
    RevisionNumber latest = all.getLatestRevision().getRequiredRevisionNumber();
    HistoryEntry<Customer> entry = all.getLatestRevision().getMetadata().getDelegate();
    // end
    return "%s of %d is %s".formatted(latest, all.stream().count(), entry.state());
  }
}
