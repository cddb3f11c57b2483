package io.multiprocess.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

@AnalyzeClasses(
    packages = "io.multiprocess.store",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  @ArchTest
  static final ArchRule packagesKnowOnlyWhatIsBelowThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("autoconfigure")
          .definedBy("..store.autoconfigure..")
          .layer("repository")
          .definedBy("..store.repository..")
          .layer("query")
          .definedBy("..store.query..")
          .layer("index")
          .definedBy("..store.index..")
          .layer("actuate")
          .definedBy("..store.actuate..")
          .layer("console")
          .definedBy("..store.console..")
          .layer("spring")
          .definedBy("..store.spring..")
          .layer("web")
          .definedBy("..store.web..")
          .layer("observation")
          .definedBy("..store.observation..")
          .layer("core")
          .definedBy("io.multiprocess.store", "..store.file..")
          .layer("test")
          .definedBy("..store.test..")
          .whereLayer("test")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("autoconfigure")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("repository")
          .mayOnlyBeAccessedByLayers("autoconfigure")
          .whereLayer("query")
          .mayOnlyBeAccessedByLayers("repository", "index")
          .whereLayer("index")
          .mayOnlyBeAccessedByLayers("autoconfigure", "repository")
          .whereLayer("actuate")
          .mayOnlyBeAccessedByLayers("autoconfigure")
          .whereLayer("console")
          .mayOnlyBeAccessedByLayers("autoconfigure")
          .whereLayer("spring")
          .mayOnlyBeAccessedByLayers(
              "autoconfigure", "repository", "index", "actuate", "console", "test")
          .whereLayer("web")
          .mayOnlyBeAccessedByLayers("autoconfigure")
          .whereLayer("observation")
          .mayOnlyBeAccessedByLayers("autoconfigure", "spring")
          .whereLayer("core")
          .mayOnlyBeAccessedByLayers(
              "autoconfigure",
              "repository",
              "index",
              "actuate",
              "spring",
              "web",
              "observation",
              "console",
              "test");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.multiprocess.store.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule templatesNeedNeitherActuatorNorSpringDataNorTheWeb =
      noClasses()
          .that()
          .resideInAPackage("..store.spring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.data..",
              "org.springframework.boot..",
              "org.springframework.web..",
              "io.micrometer..",
              "jakarta.servlet..",
              "org.thymeleaf..");

  @ArchTest
  static final ArchRule onlyTheConsoleKnowsServletsAndTemplates =
      noClasses()
          .that()
          .resideOutsideOfPackages("..store.console..", "..store.autoconfigure..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.servlet..", "org.thymeleaf..");

  @ArchTest
  static final ArchRule theConsoleNeedsNeitherSpringMvcNorSpringSecurity =
      noClasses()
          .that()
          .resideInAPackage("..store.console..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.web..",
              "org.springframework.security..",
              "org.springframework.boot..",
              "org.springframework.data..");

  @ArchTest
  static final ArchRule onlyTheSupportOfTestsNeedsTests =
      noClasses()
          .that()
          .resideOutsideOfPackage("..store.test..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.test..", "org.springframework.boot.test..", "org.junit..");

  @ArchTest
  static final ArchRule onlyAutoConfigurationsAndPropertiesArePublicAmongTheirPackage =
      classes()
          .that()
          .resideInAPackage("..store.autoconfigure..")
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .beAnnotatedWith(AutoConfiguration.class)
          .orShould()
          .haveSimpleName("MultiprocessStoreProperties");

  @ArchTest
  static final ArchRule beanMethodsAreNotPublic =
      methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate();
}
