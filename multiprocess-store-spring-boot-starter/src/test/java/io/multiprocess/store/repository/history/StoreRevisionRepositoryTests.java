package io.multiprocess.store.repository.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.multiprocess.store.HistoryEntry;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.repository.StoreRepository;
import io.multiprocess.store.repository.StoreRepositoryFactory;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.history.RevisionMetadata.RevisionType;
import org.springframework.data.history.RevisionSort;
import org.springframework.data.history.Revisions;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.history.RevisionRepository;

class StoreRevisionRepositoryTests {

  record User(@Id String id, String name, @Version @Nullable String revision) {

    User renamed(String newName) {
      return new User(id, newName, revision);
    }

    RevisionNumber number() {
      return RevisionNumber.valueOf(Objects.requireNonNull(revision));
    }
  }

  interface Users
      extends StoreRepository<User, String>, RevisionRepository<User, String, RevisionNumber> {}

  interface ByGeneration extends RevisionRepository<User, String, Integer> {}

  interface ByLongGeneration
      extends Repository<User, String>, RevisionRepository<User, String, Long> {}

  interface ByDouble extends RevisionRepository<User, String, Double> {}

  @TempDir Path directory;

  private StoreTemplate template;
  private Users users;

  @BeforeEach
  void open() {
    template = new StoreTemplateFactory(List.of()).open("users", directory);
    users = repository(Users.class);
  }

  @AfterEach
  void close() {
    template.close();
  }

  private <R> R repository(Class<R> type) {
    return new StoreRepositoryFactory(template).getRepository(type);
  }

  @Test
  void revisionsAreLowestFirst() {
    User first = users.save(new User("a", "one", null));
    User second = users.save(first.renamed("two"));

    Revisions<RevisionNumber, User> revisions = users.findRevisions("a");

    assertThat(revisions)
        .extracting(revision -> revision.getEntity().name())
        .containsExactly("one", "two");
    assertThat(revisions)
        .extracting(revision -> revision.getRequiredRevisionNumber())
        .containsExactly(first.number(), second.number());
    assertThat(revisions.getLatestRevision().getEntity()).isEqualTo(second);
    assertThat(users.findRevisions("nobody")).isEmpty();
  }

  @Test
  void rivalsHaveNumbersOfTheirOwnAndShareAGeneration() {
    User base = users.save(new User("a", "base", null));
    User mine = users.save(base.renamed("mine"));
    User theirs = users.save(base.renamed("theirs"));
    User winner = users.findById("a").orElseThrow();

    assertThat(users.findRevision("a", mine.number()).orElseThrow().getEntity()).isEqualTo(mine);
    assertThat(users.findRevision("a", theirs.number()).orElseThrow().getEntity())
        .isEqualTo(theirs);
    ByGeneration byGeneration = repository(ByGeneration.class);
    assertThat(byGeneration.findRevisions("a"))
        .extracting(revision -> revision.getRequiredRevisionNumber())
        .containsExactly(0, 1, 1);
    assertThat(byGeneration.findRevision("a", 1).orElseThrow().getEntity()).isEqualTo(winner);
    assertThat(repository(ByLongGeneration.class).findRevision("a", 0L).orElseThrow().getEntity())
        .isEqualTo(base);
    assertThat(byGeneration.findRevision("a", 2)).isEmpty();
  }

  @Test
  void aGenerationIsItsLiveRevisionBeforeItsDeadOnes() throws IOException {
    User base = users.save(new User("a", "base", null));
    users.save(base.renamed("mine"));
    users.save(base.renamed("theirs"));
    User lower = users.conflict("a").orElseThrow().rivals().get(1).value();
    Path late = directory.resolve("a/" + lower.revision());
    byte[] body = Files.readAllBytes(late);
    Files.delete(late);
    users.deleteById("a");
    Files.createDirectories(late.getParent());
    Files.write(late, body);

    assertThat(repository(ByGeneration.class).findRevision("a", 1).orElseThrow().getEntity())
        .isEqualTo(lower);
    assertThat(users.findLastChangeRevision("a").orElseThrow().getEntity()).isEqualTo(lower);
    assertThat(users.findRevisions("a")).hasSize(3);
  }

  @Test
  void theLastChangeIsTheWinnerOrWhatWasDeletedLast() {
    User first = users.save(new User("a", "one", null));
    User second = users.save(first.renamed("two"));
    assertThat(users.findLastChangeRevision("a").orElseThrow().getEntity()).isEqualTo(second);

    users.delete(second);

    assertThat(users.findLastChangeRevision("a").orElseThrow().getEntity()).isEqualTo(second);
    assertThat(users.findLastChangeRevision("nobody")).isEmpty();
  }

  @Test
  void metadataTellsWhenAndWhatOf() {
    Instant before = Instant.now().minusSeconds(5);
    User first = users.save(new User("a", "one", null));
    User second = users.save(first.renamed("two"));

    var metadata = users.findRevision("a", second.number()).orElseThrow().getMetadata();

    assertThat(metadata.getRequiredRevisionInstant()).isAfter(before);
    assertThat(metadata.getRevisionType()).isEqualTo(RevisionType.UPDATE);
    HistoryEntry<User> entry = metadata.getDelegate();
    assertThat(entry.bases()).contains(List.of(first.number().revision()));
    assertThat(
            users.findRevision("a", first.number()).orElseThrow().getMetadata().getRevisionType())
        .isEqualTo(RevisionType.INSERT);
  }

  @Test
  void pagesInTheOrderThatIsAskedFor() {
    User user = users.save(new User("a", "0", null));
    for (int i = 1; i < 5; i++) {
      user = users.save(user.renamed(String.valueOf(i)));
    }

    assertThat(names(PageRequest.of(0, 2))).containsExactly("0", "1");
    assertThat(names(PageRequest.of(2, 2))).containsExactly("4");
    assertThat(names(PageRequest.of(9, 2))).isEmpty();
    assertThat(names(PageRequest.of(0, 2, RevisionSort.desc()))).containsExactly("4", "3");
    assertThat(names(PageRequest.of(0, 2, RevisionSort.asc()))).containsExactly("0", "1");
    assertThat(names(Pageable.unpaged())).hasSize(5);
    assertThat(users.findRevisions("a", PageRequest.of(0, 2)).getTotalElements()).isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> names(PageRequest.of(0, 2, Sort.by("name"))))
        .withMessage("Revisions cannot be sorted by 'name: ASC'; expected a RevisionSort");
  }

  private List<String> names(Pageable pageable) {
    Page<org.springframework.data.history.Revision<RevisionNumber, User>> page =
        users.findRevisions("a", pageable);
    return page.map(revision -> revision.getEntity().name()).getContent();
  }

  @Test
  void bothWaysToNameARevisionFindIt() {
    User first = users.save(new User("a", "one", null));
    Revision revision = first.number().revision();

    assertThat(users.findRevision("a", revision)).contains(new Versioned<>("a", revision, first));
    assertThat(users.findRevision("a", RevisionNumber.of(revision)).orElseThrow().getEntity())
        .isEqualTo(first);
  }

  @Test
  void otherNumbersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> repository(ByDouble.class))
        .withMessage(
            "%s numbers revisions by java.lang.Double; expected %s, or Long or Integer for the generation alone",
            ByDouble.class.getName(), RevisionNumber.class.getName());
  }
}
