package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.sample.users.UserForm.SignUp;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFormTests {

  private static final ValidatorFactory VALIDATION = Validation.buildDefaultValidatorFactory();

  @AfterAll
  static void close() {
    VALIDATION.close();
  }

  @Test
  void blankFieldsAreNullAndLinesEndAsInUnix() {
    UserForm form = new UserForm(" bob ", "", "  ", null, "Sales\t", "one\r\ntwo\n");

    assertThat(form).isEqualTo(new UserForm("bob", null, null, null, "Sales", "one\ntwo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "b", "7", "bob.smith@example.com", "Åsa_Ö-1+x", "म\u0940ना"})
  void usableNamesPass(String name) {
    assertThat(messages(name, SignUp.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "-bob", "bob smith", "a/b", "a\\b", "<b>", "bob\u0000"})
  void unusableNamesAreRefused(String name) {
    assertThat(messages(name, SignUp.class))
        .containsExactly(
            "name: Use letters, digits and . _ @ + -, and begin with a letter or digit");
  }

  @Test
  void namesMayHaveSixtyFourCharacters() {
    assertThat(messages("b".repeat(64), SignUp.class)).isEmpty();
    assertThat(messages("b".repeat(65), SignUp.class))
        .containsExactly("name: Keep it to 64 characters");
  }

  @Test
  void signUpNeedsANameAndAnEditDoesNot() {
    assertThat(messages(null, SignUp.class)).containsExactly("name: Choose a user name");
    assertThat(messages(null, jakarta.validation.groups.Default.class)).isEmpty();
  }

  private static List<String> messages(@Nullable String name, Class<?> group) {
    Validator validator = VALIDATION.getValidator();
    return validator.validate(new UserForm(name, null, null, null, null, null), group).stream()
        .map(UserFormTests::message)
        .toList();
  }

  private static String message(ConstraintViolation<UserForm> violation) {
    return violation.getPropertyPath() + ": " + violation.getMessage();
  }
}
