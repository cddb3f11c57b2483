package io.multiprocess.store;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rooms of the core and who may know whom. */
@AnalyzeClasses(packages = "io.multiprocess", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

  private static final String ROOT = "io.multiprocess.store";
  private static final String FILE = "io.multiprocess.store.file";
  private static final String MERGE = "io.multiprocess.store.merge";
  private static final String FEED = "io.multiprocess.store.feed";
  private static final String REPLICATION = "io.multiprocess.store.replication";

  @ArchTest
  static final ArchRule thereAreNoOtherRooms =
      classes().should().resideInAnyPackage(ROOT, FILE, MERGE, FEED, REPLICATION);

  @ArchTest
  static final ArchRule rootKnowsNoRoom =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FILE, MERGE, FEED, REPLICATION);

  @ArchTest
  static final ArchRule mergeKnowsOnlyRoot =
      noClasses()
          .that()
          .resideInAPackage(MERGE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FILE, FEED, REPLICATION);

  @ArchTest
  static final ArchRule feedKnowsOnlyRoot =
      noClasses()
          .that()
          .resideInAPackage(FEED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FILE, MERGE, REPLICATION);

  @ArchTest
  static final ArchRule fileKnowsMergeButNotReplication =
      noClasses()
          .that()
          .resideInAPackage(FILE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(REPLICATION);

  @ArchTest
  static final ArchRule replicationKnowsOnlyRoot =
      noClasses()
          .that()
          .resideInAPackage(REPLICATION)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FILE, MERGE, FEED)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule thereAreNoCycles =
      slices().matching("io.multiprocess.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule rootTouchesNoFiles =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.nio.file..")
                  .or(resideInAPackage("java.nio.channels.."))
                  .or(resideInAPackage("java.io..").and(DescribedPredicate.not(isOnlyAType()))));

  @ArchTest
  static final ArchRule mergeAndFeedTouchNoFiles =
      noClasses()
          .that()
          .resideInAnyPackage(MERGE, FEED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.nio.channels..");

  @ArchTest
  static final ArchRule coreKnowsItsFewLibrariesAndNothingElse =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.multiprocess.store..",
              "java..",
              "tools.jackson..",
              "com.fasterxml.jackson.annotation..",
              "org.jspecify.annotations..",
              "org.slf4j..",
              "com.github.benmanes.caffeine..");

  @ArchTest
  static void oneClassForcesFiles(JavaClasses classes) {
    assertThat(callersOf(classes, FileChannel.class, "force"))
        .singleElement()
        .satisfies(publisher -> assertThat(publisher.getPackageName()).isEqualTo(FILE));
  }

  /** Until Java 24 a virtual thread that waits for a file inside a monitor holds up its carrier. */
  @ArchTest
  static void nobodyInsideAMonitorTouchesFiles(JavaClasses classes) {
    assertThat(classes)
        .filteredOn(
            type ->
                type.getMethods().stream()
                    .anyMatch(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED)))
        .isNotEmpty()
        .flatExtracting(JavaClass::getDirectDependenciesFromSelf)
        .extracting(dependency -> dependency.getTargetClass().getBaseComponentType())
        .allMatch(
            known ->
                known.isPrimitive()
                    || known.getPackageName().startsWith("java.lang")
                    || known.getPackageName().startsWith("java.util")
                    || known.getPackageName().startsWith("org.jspecify"));
    StringWriter code = new StringWriter();
    String[] command =
        Stream.concat(
                Stream.of("-c", "-p"),
                classes.stream()
                    .flatMap(type -> type.getSource().stream())
                    .map(source -> Path.of(source.getUri()).toString()))
            .toArray(String[]::new);
    PrintWriter printed = new PrintWriter(code);
    assertThat(ToolProvider.findFirst("javap").orElseThrow().run(printed, printed, command))
        .isZero();
    assertThat(code.toString()).contains("invokevirtual").doesNotContain("monitorenter");
  }

  private static Set<JavaClass> callersOf(JavaClasses classes, Class<?> owner, String method) {
    return classes.stream()
        .filter(
            origin ->
                origin.getMethodCallsFromSelf().stream()
                    .anyMatch(
                        call ->
                            call.getTargetOwner().isAssignableTo(owner)
                                && call.getName().equals(method)))
        .collect(Collectors.toSet());
  }

  /** Exceptions and markers, which do no input or output by themselves. */
  private static DescribedPredicate<JavaClass> isOnlyAType() {
    Set<String> types =
        Set.of(
            IOException.class.getName(),
            UncheckedIOException.class.getName(),
            Serializable.class.getName());
    return DescribedPredicate.describe(
        "exceptions and markers", type -> types.contains(type.getName()));
  }
}
