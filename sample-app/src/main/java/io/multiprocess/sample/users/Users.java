package io.multiprocess.sample.users;

import static java.util.stream.Collectors.groupingBy;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.spring.StoreTemplate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.stereotype.Service;
import tools.jackson.databind.node.ObjectNode;

/** All users, as this and the other processes left them. */
@Service
class Users {

  private final UserRepository repository;
  private final StoreTemplate store;

  Users(UserRepository repository, StoreTemplate store) {
    this.repository = repository;
    this.store = store;
  }

  /** All users by name. */
  List<UserSummary> all() {
    return summaries(repository.findAll());
  }

  /** Those of a department, by name. */
  List<UserSummary> of(String department) {
    return summaries(repository.findByDepartment(department));
  }

  private List<UserSummary> summaries(List<User> users) {
    Map<String, List<Conflict>> conflicts;
    try (Stream<Conflict> every = store.conflicts()) {
      conflicts = every.collect(groupingBy(Conflict::id));
    }
    return users.stream()
        .sorted(Comparator.comparing(User::name, String.CASE_INSENSITIVE_ORDER))
        .map(user -> summary(user, conflicts.getOrDefault(user.name(), List.of())))
        .toList();
  }

  /** The winner of a user that must exist. */
  UserSummary get(String name) {
    return summary(winner(name), repository.conflicts(name));
  }

  /** Creates a user whose name must be free. */
  User create(UserForm form) {
    return repository.save(form.toUser());
  }

  /** Saves an edit of the revision its editor saw. */
  Edit edit(String name, Revision base, UserForm form) {
    User saved = repository.save(form.toUser(name, base));
    return new Edit(saved, hasRival(saved), isWinner(saved));
  }

  /** Values to edit, and the base that makes the edit the next winner. */
  Draft draft(String name) {
    User winner = winner(name);
    return new Draft(winner, winner.readRevision());
  }

  /**
   * The values of one revision to edit. A rival of the winner is its own base; a revision further
   * down would start another conflict there, so its values are laid over the winner.
   */
  Draft draft(String name, Revision from) {
    Revision winner = winner(name).readRevision();
    User values =
        store
            .find(User.class, name, from)
            .orElseThrow(() -> absent("User '%s' has no revision %s".formatted(name, from)));
    return new Draft(values, from.generation() == winner.generation() ? from : winner);
  }

  /** Deletes a user with all revisions; says whether there was one. */
  boolean delete(String name) {
    return store.delete(name);
  }

  /** Conflicts of a user, the newest first. */
  List<Conflict> conflicts(String name) {
    return repository.conflicts(name).stream()
        .sorted(Comparator.comparingLong(Conflict::generation).reversed())
        .toList();
  }

  /** Revisions of a user that must exist, greatest first, as far as this application knows them. */
  List<User> history(String name) {
    return existing(name, repository.revisions(name)).stream().map(Versioned::value).toList();
  }

  /** Revisions of a user that must exist, greatest first, with every field. */
  List<Versioned<ObjectNode>> documents(String name) {
    return existing(name, store.revisions(ObjectNode.class, name));
  }

  private User winner(String name) {
    return repository
        .findById(name)
        .orElseThrow(() -> absent("There is no user '%s'".formatted(name)));
  }

  private boolean hasRival(User saved) {
    Revision revision = saved.readRevision();
    return repository.conflicts(saved.name()).stream()
        .anyMatch(conflict -> conflict.rivals().contains(revision));
  }

  private boolean isWinner(User saved) {
    return repository
        .findById(saved.name())
        .map(User::readRevision)
        .filter(saved.readRevision()::equals)
        .isPresent();
  }

  private static UserSummary summary(User user, List<Conflict> conflicts) {
    return new UserSummary(user, ConflictCounts.of(conflicts));
  }

  private static <T> List<T> existing(String name, List<T> revisions) {
    if (revisions.isEmpty()) {
      throw absent("There is no user '%s'".formatted(name));
    }
    return revisions;
  }

  private static EmptyResultDataAccessException absent(String message) {
    return new EmptyResultDataAccessException(message, 1);
  }

  /**
   * What became of an edit.
   *
   * @param user the edit as it was saved
   * @param rival whether somebody else edited the same state
   * @param winner whether readers get this edit
   */
  record Edit(User user, boolean rival, boolean winner) {}

  /**
   * Where an edit starts.
   *
   * @param values what the editor sees
   * @param base the revision the edit will be based on
   */
  record Draft(User values, Revision base) {}
}
