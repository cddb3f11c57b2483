package io.multiprocess.sample.users;

import io.multiprocess.store.Conflict;
import io.multiprocess.store.Revision;
import io.multiprocess.store.web.IfMatch;
import io.multiprocess.store.web.RevisionETag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** Users for programs. The entity tag of a user is its revision. */
@RestController
@RequestMapping("/api/users")
class UserApi {

  private final Users users;

  UserApi(Users users) {
    this.users = users;
  }

  @GetMapping
  List<UserSummary> list() {
    return users.all();
  }

  @GetMapping("/{name}")
  ResponseEntity<UserSummary> get(@PathVariable String name) {
    return tagged(ResponseEntity.ok(), users.get(name));
  }

  @PostMapping
  ResponseEntity<UserSummary> create(
      @Validated(UserForm.SignUp.class) @RequestBody UserForm form, UriComponentsBuilder uri) {
    User user = users.create(form);
    return tagged(
        ResponseEntity.created(
            uri.path("/api/users/{name}").encode().buildAndExpand(user.name()).toUri()),
        new UserSummary(user, ConflictCounts.NONE));
  }

  /**
   * Saves an edit of the revision named in the body or in {@code If-Match}. When somebody else has
   * edited that revision too, both edits are kept, and the answer counts the conflict.
   */
  @PutMapping("/{name}")
  ResponseEntity<UserSummary> update(
      @PathVariable String name,
      @RequestHeader HttpHeaders headers,
      @Validated @RequestBody UserForm form) {
    Users.Edit edit = users.edit(name, base(form.revision(), headers), form);
    return tagged(
        ResponseEntity.ok(),
        new UserSummary(edit.user(), ConflictCounts.of(users.conflicts(name))));
  }

  @DeleteMapping("/{name}")
  ResponseEntity<Void> delete(@PathVariable String name) {
    if (!users.delete(name)) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "There is no user '%s'".formatted(name));
    }
    return ResponseEntity.noContent().build();
  }

  @GetMapping("/{name}/history")
  List<User> history(@PathVariable String name) {
    return users.history(name);
  }

  @GetMapping("/{name}/conflicts")
  List<ConflictBody> conflicts(@PathVariable String name) {
    List<User> history = users.history(name);
    return users.conflicts(name).stream().map(c -> ConflictBody.of(c, history)).toList();
  }

  private static ResponseEntity<UserSummary> tagged(
      ResponseEntity.BodyBuilder response, UserSummary body) {
    return response.eTag(RevisionETag.of(body.user().readRevision())).body(body);
  }

  private static Revision base(@Nullable String inBody, HttpHeaders headers) {
    if (inBody == null) {
      return IfMatch.required(headers).base();
    }
    if (!Revision.isRevision(inBody)) {
      throw badRequest(
          "'%s' is not a revision; expected <generation>-<32 hex digits>".formatted(inBody));
    }
    Revision base = Revision.parse(inBody);
    if (IfMatch.of(headers).filter(ifMatch -> !ifMatch.matches(base)).isPresent()) {
      throw badRequest(
          "Body names revision '%s', which If-Match does not; expected one of them, or equal ones"
              .formatted(inBody));
    }
    return base;
  }

  private static ResponseStatusException badRequest(String message) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, message);
  }

  /**
   * A conflict with its rivals.
   *
   * @param generation generation of the rivals
   * @param current whether the winner is among them
   * @param rivals the revisions, the leading one first
   */
  record ConflictBody(long generation, boolean current, List<User> rivals) {

    static ConflictBody of(Conflict conflict, List<User> history) {
      return new ConflictBody(
          conflict.generation(),
          conflict.current(),
          history.stream()
              .filter(user -> conflict.rivals().contains(user.readRevision()))
              .toList());
    }
  }
}
