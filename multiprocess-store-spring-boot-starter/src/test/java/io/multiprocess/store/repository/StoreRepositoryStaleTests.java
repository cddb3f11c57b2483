package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.multiprocess.store.OnStale;
import io.multiprocess.store.StaleRevisionException;
import io.multiprocess.store.file.StoreOptions;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

class StoreRepositoryStaleTests {

  static class Account {
    @Id public @Nullable String id;
    public @Nullable String mail;
    public @Nullable String phone;
    @Version public @Nullable String revision;

    static Account of(String id) {
      Account account = new Account();
      account.id = id;
      return account;
    }
  }

  interface Accounts extends StoreRepository<Account, String> {}

  @TempDir Path directory;

  private @Nullable StoreTemplate template;

  private Accounts open(OnStale onStale) {
    StoreTemplate opened =
        new StoreTemplateFactory(List.of())
            .open("accounts", directory, StoreOptions.defaults().withOnStale(onStale));
    template = opened;
    return new StoreRepositoryFactory(opened).getRepository(Accounts.class);
  }

  @AfterEach
  void close() {
    if (template != null) {
      template.close();
    }
  }

  /** Two editors of one revision, of whom the first has saved. */
  private static Account staleAfterAnEdit(Accounts accounts) {
    accounts.save(Account.of("a"));
    Account mine = accounts.findById("a").orElseThrow();
    Account theirs = accounts.findById("a").orElseThrow();
    theirs.mail = "a@example.org";
    accounts.save(theirs);
    mine.phone = "555-0199";
    return mine;
  }

  @Test
  void aStaleEditIsKeptAsAConflict() {
    Accounts accounts = open(OnStale.KEEP);
    Account mine = staleAfterAnEdit(accounts);

    assertThat(accounts.save(mine)).isSameAs(mine);

    assertThat(mine.revision).startsWith("1-");
    assertThat(mine.mail).isNull();
    assertThat(accounts.findAllConflicted()).hasSize(1);
  }

  @Test
  void aStaleEditIsRejected() {
    Accounts accounts = open(OnStale.REJECT);
    Account mine = staleAfterAnEdit(accounts);

    assertThatExceptionOfType(OptimisticLockingFailureException.class)
        .isThrownBy(() -> accounts.save(mine))
        .withCauseInstanceOf(StaleRevisionException.class);

    assertThat(mine.revision).startsWith("0-");
    assertThat(accounts.findAllConflicted()).isEmpty();
    assertThat(accounts.findById("a").orElseThrow().phone).isNull();
  }

  @Test
  void aStaleEditIsMergedIntoTheEntityTooThatWasGiven() {
    Accounts accounts = open(OnStale.MERGE);
    Account mine = staleAfterAnEdit(accounts);

    assertThat(accounts.save(mine)).isSameAs(mine);

    assertThat(mine.mail).isEqualTo("a@example.org");
    assertThat(mine.phone).isEqualTo("555-0199");
    assertThat(accounts.findById("a").orElseThrow()).usingRecursiveComparison().isEqualTo(mine);
    assertThat(accounts.findAllConflicted()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(OnStale.class)
  void anEditThatNobodyWhoDeletesHasSeenIsNotDeleted(OnStale onStale) {
    Accounts accounts = open(onStale);
    Account mine = staleAfterAnEdit(accounts);

    assertThatExceptionOfType(OptimisticLockingFailureException.class)
        .isThrownBy(() -> accounts.delete(mine))
        .withCauseInstanceOf(StaleRevisionException.class);

    Account winner = accounts.findById("a").orElseThrow();
    assertThat(winner.mail).isEqualTo("a@example.org");
    accounts.delete(winner);
    assertThat(accounts.existsById("a")).isFalse();
    accounts.delete(winner);
  }

  @Test
  void aDeletionByIdOrWithoutRevisionTakesWhatIsThere() {
    Accounts accounts = open(OnStale.KEEP);
    staleAfterAnEdit(accounts);

    accounts.delete(Account.of("a"));

    assertThat(accounts.existsById("a")).isFalse();
  }
}
