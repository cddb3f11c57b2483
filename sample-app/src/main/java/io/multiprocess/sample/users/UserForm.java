package io.multiprocess.sample.users;

import io.multiprocess.store.Revision;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.validation.groups.Default;
import org.jspecify.annotations.Nullable;

/**
 * What people and programs may say about a user. Blank fields are null, lines end as in Unix.
 *
 * @param name user name; asked for at sign-up only
 * @param revision revision the edit started from; in a program's update only
 * @param fullName as people write it
 * @param email where to reach the user
 * @param department where the user works
 * @param notes whatever else people should know
 */
record UserForm(
    @NotBlank(groups = SignUp.class, message = "Choose a user name")
        @Size(groups = SignUp.class, max = 64, message = "Keep it to {max} characters")
        @Pattern(
            groups = SignUp.class,
            regexp = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@+-]*",
            message = "Use letters, digits and . _ @ + -, and begin with a letter or digit")
        @Nullable String name,
    @Nullable String revision,
    @Size(max = 100, message = "Keep it to {max} characters") @Nullable String fullName,
    @Email(message = "This is not an email address")
        @Size(max = 254, message = "Keep it to {max} characters")
        @Nullable String email,
    @Size(max = 100, message = "Keep it to {max} characters") @Nullable String department,
    @Size(max = 2000, message = "Keep it to {max} characters") @Nullable String notes) {

  static final UserForm EMPTY = new UserForm(null, null, null, null, null, null);

  /** What is asked of a new user. */
  interface SignUp extends Default {}

  /** Strips the text. */
  UserForm {
    name = stripped(name);
    revision = stripped(revision);
    fullName = stripped(fullName);
    email = stripped(email);
    department = stripped(department);
    notes = stripped(notes);
  }

  /** A form filled with what is known of a user. */
  static UserForm of(User user) {
    return new UserForm(
        user.name(), null, user.fullName(), user.email(), user.department(), user.notes());
  }

  /** A user that does not exist yet. */
  User toUser() {
    if (name == null) {
      throw new IllegalStateException("Form has no user name; expected one from sign-up");
    }
    return new User(name, null, fullName, email, department, notes);
  }

  /** An edit of a user. */
  User toUser(String userName, Revision base) {
    return new User(userName, base.toString(), fullName, email, department, notes);
  }

  private static @Nullable String stripped(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip().replace("\r\n", "\n");
  }
}
