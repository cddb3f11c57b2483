package io.multiprocess.store.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.autoconfigure.app.Customer;
import io.multiprocess.store.autoconfigure.app.Users;
import io.multiprocess.store.autoconfigure.unknown.Lost;
import io.multiprocess.store.autoconfigure.unknown.LostOnes;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a user reads when an application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

  @TempDir Path temporary;

  private Path directory;

  @BeforeEach
  void resolve() throws IOException {
    directory = temporary.toRealPath();
  }

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = StoreTemplate.class)
  @ImportAutoConfiguration({
    MultiprocessStoreAutoConfiguration.class,
    MultiprocessStoreRepositoriesAutoConfiguration.class
  })
  static class Stores {}

  @Test
  void blankPath(CapturedOutput output) {
    start(Stores.class, "multiprocess-store.path=");

    assertAnalysis(
        output,
        "multiprocess-store.path is blank; expected a directory",
        "Set multiprocess-store.path to a directory, for example ~/stores/app. In YAML quote the"
            + " home directory itself as \"~\", because a bare ~ is nothing there");
  }

  @Test
  void limitsOfConflictsThatCannotBeMeant(CapturedOutput output) {
    start(Stores.class, "multiprocess-store.health.max-conflicts=-1");
    start(Stores.class, "multiprocess-store.health.max-conflict-age=-1h");
    start(Stores.class, "multiprocess-store.health.conflict-status=conflicts");

    assertThat(output.getOut())
        .contains(
            "Maximum of -1 conflicts is negative; expected zero or more, or nothing for any number",
            "Maximum age of PT-1H for conflicts is negative; expected for example 1d, or nothing"
                + " for any age",
            "Property: multiprocess-store.health.conflict-status",
            "Value: \"conflicts\"",
            "DOWN\n    OUT_OF_SERVICE\n    UNKNOWN")
        .contains("Update your application's configuration");
  }

  @Test
  void namedStoreWithoutPath(CapturedOutput output) {
    start(Stores.class, "multiprocess-store.stores.users.durability=file");

    assertAnalysis(
        output,
        "multiprocess-store.stores.users.path is missing; expected a directory",
        "Set multiprocess-store.stores.users.path to a directory, for example ~/stores/app.");
  }

  @Test
  void homeOfAnotherUser(CapturedOutput output) {
    start(Stores.class, "multiprocess-store.path=~bob/stores");

    assertAnalysis(
        output,
        "multiprocess-store.path is '~bob/stores'; only ~ and a leading ~/ are understood, as the"
            + " home of the user who runs this application",
        "Write the directory out, or put ./ in front of a name that begins with ~");
  }

  @Test
  void notADirectory(CapturedOutput output) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");

    start(Stores.class, "multiprocess-store.path=" + file);

    assertAnalysis(
        output,
        "Store 'default' cannot be opened: %s is not a directory".formatted(file),
        "Set multiprocess-store.path to a directory, or to a place where one can be created");
  }

  @Test
  void directoryThatCannotBeCreated(CapturedOutput output) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");

    start(Stores.class, "multiprocess-store.stores.users.path=" + file.resolve("users"));

    assertAnalysis(
        output,
        "Store 'users' cannot be opened: Store at %s cannot be opened: "
            .formatted(file.resolve("users")),
        "Let the user who runs this application read and write the directory, or set"
            + " multiprocess-store.stores.users.path to another");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "Only /proc refuses files even of root")
  void directoryThatCannotBeWritten(CapturedOutput output) {
    start(Stores.class, "multiprocess-store.path=/proc/self/fdinfo");

    assertAnalysis(
        output,
        "Store 'default' cannot be opened: Check of access failed in /proc/",
        "Let the user who runs this application read and write the directory, or set"
            + " multiprocess-store.path to another");
  }

  @Test
  void sameDirectoryTwice(CapturedOutput output) throws IOException {
    Files.createDirectory(directory.resolve("data"));
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("data"));

    start(
        Stores.class,
        "multiprocess-store.path=" + directory.resolve("data"),
        "multiprocess-store.stores.users.path=" + directory.resolve("link"));

    assertAnalysis(
        output,
        "Stores 'default' and 'users' have the same directory %s"
            .formatted(directory.resolve("data")),
        "Give each store a directory of its own with multiprocess-store.path and"
            + " multiprocess-store.stores.users.path");
  }

  @Test
  void nestedDirectories(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.path=" + directory.resolve("data/users"),
        "multiprocess-store.stores.all.path=" + directory.resolve("data"));

    assertAnalysis(
        output,
        "Directory %s of store 'default' lies in directory %s of store 'all'"
            .formatted(directory.resolve("data/users"), directory.resolve("data")),
        "Give each store a directory of its own with multiprocess-store.stores.all.path and"
            + " multiprocess-store.path");
  }

  @Test
  void badName(CapturedOutput output) {
    start(Stores.class, "multiprocess-store.stores.User_Data.path=" + directory);

    assertAnalysis(
        output,
        "multiprocess-store.stores has a store named 'User_Data'; expected lower-case letters,"
            + " digits and dashes, beginning with a letter, and not 'default'",
        "Rename the store, for example to 'user-data'");
  }

  @Test
  void namedDefault(CapturedOutput output) {
    start(Stores.class, "multiprocess-store.stores.default.path=" + directory);

    assertAnalysis(
        output,
        "multiprocess-store.stores has a store named 'default'; expected lower-case letters, digits"
            + " and dashes, beginning with a letter, and not 'default'",
        "Rename the store, or configure it as the default store with multiprocess-store.path");
  }

  @Test
  void namesThatBecomeOneBean(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.stores.a-b.path=" + directory.resolve("1"),
        "multiprocess-store.stores.a--b.path=" + directory.resolve("2"));

    assertAnalysis(
        output,
        "Stores 'a--b' and 'a-b' would both become the bean 'aBStoreTemplate'",
        "Rename one of them");
  }

  @Test
  void unknownPrimary(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.primary=customers",
        "multiprocess-store.stores.users.path=" + directory.resolve("users"),
        "multiprocess-store.stores.audit.path=" + directory.resolve("audit"));

    assertAnalysis(
        output,
        "multiprocess-store.primary is 'customers', but there is no such store; the stores are"
            + " 'audit', 'users'",
        "Set multiprocess-store.primary to one of them, or configure"
            + " multiprocess-store.stores.customers.path");
  }

  @Test
  void newerFormat(CapturedOutput output) throws IOException {
    Files.writeString(
        directory.resolve(".store.json"),
        "{\"format\": 9, \"election\": \"npm\", \"ids\": \"npm\"}");

    start(Stores.class, "multiprocess-store.path=" + directory);

    assertAnalysis(
        output,
        "Store 'default' cannot be opened: Store format of %s is not supported: format is '9'; expected 1"
            .formatted(directory.resolve(".store.json")),
        "Use a version of multiprocess-store that knows this format and leave the option 'ids' to"
            + " the store, or set multiprocess-store.path to another directory");
  }

  @Test
  void otherIdProfile(CapturedOutput output) throws IOException {
    Files.writeString(
        directory.resolve(".store.json"),
        "{\"format\": 1, \"election\": \"npm\", \"ids\": \"npm\"}");

    start(
        Stores.class,
        "multiprocess-store.path=" + directory,
        "multiprocess-store.defaults.ids=portable");

    assertAnalysis(
        output,
        "Store 'default' cannot be opened: ",
        "Use a version of multiprocess-store that knows this format and leave the option 'ids' to"
            + " the store, or set multiprocess-store.path to another directory");
  }

  @Test
  void optionOutOfBounds(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.stores.users.path=" + directory,
        "multiprocess-store.stores.users.max-depth=0");

    assertAnalysis(
        output,
        "Options of store 'users' are out of bounds: Deepest nesting of 0 is out of range; expected"
            + " 1 to 10000",
        "Correct the option under multiprocess-store.stores.users or multiprocess-store.defaults");
  }

  @Test
  void unknownMergeRule(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.stores.users.path=" + directory,
        "multiprocess-store.stores.users.merge.items=keyed");

    assertAnalysis(
        output,
        "multiprocess-store.stores.users.merge has the rule 'keyed' for 'items'; expected set,"
            + " sequence, counter or keyed(<field>)",
        "Correct the rule, for example to keyed(id) for an array of objects that the field 'id'"
            + " tells apart");
  }

  @Test
  void placeThatIsNone(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.path=" + directory,
        "multiprocess-store.defaults.merge.[tags.]=set");

    assertAnalysis(
        output,
        "multiprocess-store.defaults.merge has the place 'tags.'; expected names of fields, joined"
            + " by dots",
        "Name the place such as address.lines or items.*.tags, or in brackets by a JSON Pointer"
            + " such as \"[/items/*/tags]\"");
  }

  @Test
  void twoRulesForOnePlace(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.path=" + directory,
        "multiprocess-store.defaults.merge.[address.tags]=set",
        "multiprocess-store.defaults.merge.[/address/tags]=sequence");

    assertAnalysis(
        output,
        "multiprocess-store.defaults.merge has a rule that cannot be: '/address/tags' has the merge"
            + " rules ",
        "Correct the place '");
  }

  @Test
  void retentionOutOfBounds(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.path=" + directory,
        "multiprocess-store.defaults.retention.revisions=0");

    assertAnalysis(
        output,
        "Options of store 'default' are out of bounds: Retention of 0 revisions is out of range;"
            + " expected at least 1",
        "Correct the option under multiprocess-store or multiprocess-store.defaults");
  }

  @Test
  void negativeAgeInTheArchive(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.path=" + directory,
        "multiprocess-store.defaults.archive.age=-1d");

    assertAnalysis(
        output,
        "Options of store 'default' are out of bounds: Age of PT-24H in the archive is negative;"
            + " expected zero or more",
        "Correct the option under multiprocess-store or multiprocess-store.defaults");
  }

  @Test
  void maintenanceWithoutRest(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.path=" + directory,
        "multiprocess-store.defaults.maintenance-interval=0s");

    assertAnalysis(
        output,
        "Options of store 'default' are out of bounds: Maintenance interval of PT0S is not"
            + " positive; expected for example 1h",
        "Correct the option under multiprocess-store or multiprocess-store.defaults");
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoRulesForOneType extends Stores {

    @Bean
    ConflictResolver<Customer> latest() {
      return ConflictResolver.mergingCleanly();
    }

    @Bean
    ConflictResolver<Customer> longest() {
      return ConflictResolver.mergingCleanly();
    }
  }

  @Test
  void twoResolversOfOneType(CapturedOutput output) {
    start(TwoRulesForOneType.class, "multiprocess-store.path=" + directory);

    assertAnalysis(
        output,
        "Beans 'latest' and 'longest' are both a ConflictResolver of %s; expected one rule for a type"
            .formatted(Customer.class.getName()),
        "Remove one of them, or declare it with @Bean(autowireCandidate = false)");
  }

  @Configuration(proxyBeanMethods = false)
  static class RuleForAnyType extends Stores {

    @Bean
    ConflictResolver<?> any() {
      return ConflictResolver.mergingCleanly();
    }
  }

  @Test
  void resolverOfNoType(CapturedOutput output) {
    start(RuleForAnyType.class, "multiprocess-store.path=" + directory);

    assertAnalysis(
        output,
        "Bean 'any' is a ConflictResolver, but does not say of which type",
        "Declare the type of the entities, for example as the return type ConflictResolver<User> of"
            + " the @Bean method");
  }

  @Test
  void unknownValueOfAnOption(CapturedOutput output) {
    start(
        Stores.class,
        "multiprocess-store.path=" + directory,
        "multiprocess-store.defaults.durability=foo");

    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("Property: multiprocess-store.defaults.durability")
        .contains("Value: \"foo\"")
        .contains("FILE")
        .contains("FULL")
        .contains("NONE");
  }

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = LostOnes.class)
  static class StoredNowhere extends Stores {}

  @Test
  void entityInAnUnknownStore(CapturedOutput output) {
    start(
        StoredNowhere.class,
        "multiprocess-store.path=" + directory.resolve("app"),
        "multiprocess-store.stores.users.path=" + directory.resolve("users"));

    assertAnalysis(
        output,
        "%s is stored in 'customers', but there is no such store; the stores are 'default', 'users'"
            .formatted(Lost.class.getName()),
        "Correct @StoredIn, or set multiprocess-store.stores.customers.path");
  }

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage(basePackageClasses = Users.class)
  static class StoredAnywhere extends Stores {}

  @Test
  void entityThatDoesNotSayItsStore(CapturedOutput output) {
    start(
        StoredAnywhere.class,
        "multiprocess-store.stores.audit.path=" + directory.resolve("audit"),
        "multiprocess-store.stores.users.path=" + directory.resolve("users"));

    assertAnalysis(
        output,
        "Note does not say which store it is in, and none of the stores 'audit', 'users' is the"
            + " primary one",
        "Put @StoredIn on Note, or set multiprocess-store.primary");
  }

  @Configuration(proxyBeanMethods = false)
  static class NeedsAStore extends Stores {

    @Bean
    String name(StoreTemplate template) {
      return template.name();
    }
  }

  @Test
  void missingStore(CapturedOutput output) {
    start(NeedsAStore.class);

    assertAnalysis(
        output,
        "required a StoreTemplate, but no store is configured",
        "Set multiprocess-store.path to the directory of the store, for example ~/stores/app");
  }

  @Test
  void disabledStore(CapturedOutput output) {
    start(
        NeedsAStore.class,
        "multiprocess-store.enabled=false",
        "multiprocess-store.path=" + directory);

    assertAnalysis(
        output,
        "required a StoreTemplate, but multiprocess-store.enabled is false",
        "Set multiprocess-store.enabled to true");
  }

  @Test
  void severalStoresAndNoPrimary(CapturedOutput output) {
    start(
        NeedsAStore.class,
        "multiprocess-store.stores.audit.path=" + directory.resolve("audit"),
        "multiprocess-store.stores.users.path=" + directory.resolve("users"));

    assertAnalysis(
        output,
        "required a StoreTemplate, but none of several is the primary one; the StoreTemplate beans"
            + " are [auditStoreTemplate, usersStoreTemplate]",
        "Set multiprocess-store.primary to the name of a store, or say which one is meant with"
            + " @Qualifier");
  }

  @Configuration(proxyBeanMethods = false)
  static class NeedsAnotherStore extends Stores {

    @Bean
    String name(@Qualifier("customers") StoreTemplate template) {
      return template.name();
    }
  }

  @Test
  void unknownQualifier(CapturedOutput output) {
    start(
        NeedsAnotherStore.class,
        "multiprocess-store.stores.users.path=" + directory.resolve("users"));

    assertAnalysis(
        output,
        "required a StoreTemplate that is not there; the StoreTemplate beans are"
            + " [usersStoreTemplate]",
        "Correct the qualifier, or configure the store under multiprocess-store.stores");
  }

  @Configuration(proxyBeanMethods = false)
  static class NeedsARepository extends Stores {

    @Bean
    String name(Users users) {
      return users.toString();
    }
  }

  @Test
  void missingRepositoryForWantOfAStore(CapturedOutput output) {
    start(NeedsARepository.class);

    assertAnalysis(
        output,
        "required a Users, but no store is configured",
        "Set multiprocess-store.path to the directory of the store, for example ~/stores/app");
  }

  private static void start(Class<?> application, String... properties) {
    List<String> arguments = new ArrayList<>();
    for (String property : properties) {
      arguments.add("--" + property);
    }
    SpringApplicationBuilder builder =
        new SpringApplicationBuilder(application).web(WebApplicationType.NONE);
    assertThatException().isThrownBy(() -> builder.run(arguments.toArray(String[]::new)).close());
  }

  private static void assertAnalysis(CapturedOutput output, String description, String action) {
    String analysis = output.getOut();
    assertThat(analysis).contains("APPLICATION FAILED TO START");
    assertThat(analysis.substring(analysis.indexOf("Description:"), analysis.indexOf("Action:")))
        .contains(description);
    assertThat(analysis.substring(analysis.indexOf("Action:"))).contains(action);
  }
}
