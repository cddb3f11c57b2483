package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

class StoreRepositoryRuntimeHintsTests {

  @Test
  void registeredHintsLetRepositoriesBeMadeAndCalled() throws Exception {
    RuntimeHints hints = new RuntimeHints();
    assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class).asList())
        .filteredOn(StoreRepositoryRuntimeHints.class::isInstance)
        .singleElement()
        .satisfies(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));

    assertThat(SimpleStoreRepository.class.getDeclaredConstructors())
        .isNotEmpty()
        .allSatisfy(
            constructor ->
                assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(constructor))
                    .accepts(hints));
    assertThat(
            RuntimeHintsPredicates.reflection()
                .onMethodInvocation(SimpleStoreRepository.class.getMethod("findAll")))
        .accepts(hints);
  }
}
