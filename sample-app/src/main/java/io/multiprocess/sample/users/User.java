package io.multiprocess.sample.users;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.multiprocess.store.Revision;
import io.multiprocess.store.index.Indexed;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What this application knows of a user's document. A document of another process may hold more,
 * which the store keeps, or less, which is null here and stays absent there.
 *
 * @param name id of the object
 * @param revision revision that was read; the base of an edit; null for a user to be created
 * @param fullName as people write it
 * @param email where to reach the user
 * @param department where the user works
 * @param notes whatever else people should know
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record User(
    @Id String name,
    @Version @Nullable String revision,
    @JsonDeserialize(using = TextOnly.class) @Nullable String fullName,
    @JsonDeserialize(using = TextOnly.class) @Nullable String email,
    @JsonDeserialize(using = TextOnly.class) @Indexed @Nullable String department,
    @JsonDeserialize(using = TextOnly.class) @Nullable String notes) {

  /** Where the pages of a user are. */
  static String path(String name) {
    return "/users/" + UriUtils.encode(name, StandardCharsets.UTF_8);
  }

  /** Where the pages of this user are. */
  public String path() {
    return path(name);
  }

  /** The full name, or else the user name. */
  public String displayName() {
    return fullName == null || fullName.isBlank() ? name : fullName.strip();
  }

  /** The first letter of the displayed name. */
  public String initial() {
    return Character.toString(displayName().codePointAt(0)).toUpperCase(Locale.ROOT);
  }

  /** The revision of a user that has been read. */
  public Revision readRevision() {
    if (revision == null) {
      throw new IllegalStateException("User '%s' was not read from the store".formatted(name));
    }
    return Revision.parse(revision);
  }
}
