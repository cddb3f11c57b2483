package io.multiprocess.store.repository;

import io.multiprocess.store.query.DerivedQueryLookup;
import io.multiprocess.store.query.Entities;
import io.multiprocess.store.spring.StoreTemplate;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;
import org.springframework.data.repository.core.support.DefaultRepositoryMetadata;
import org.springframework.data.repository.core.support.PropertiesBasedNamedQueries;

/** Queries over employees that tell how many were read, and when they were closed. */
record StreamSource(StoreTemplate template, AtomicInteger read, AtomicInteger closed) {

  /** Runs a method of a repository's interface. */
  @Nullable Object ask(Class<?> repository, String name, Object... arguments) {
    return new DerivedQueryLookup(metadata -> entities(), new StoreMappingContext())
        .resolveQuery(
            method(repository, name, arguments.length),
            new DefaultRepositoryMetadata(repository),
            new SpelAwareProxyProjectionFactory(),
            PropertiesBasedNamedQueries.EMPTY)
        .execute(arguments);
  }

  private Entities<Employee> entities() {
    return new Entities<>(
        Employee.class,
        "id",
        Object::toString,
        () ->
            template.stream(Employee.class)
                .peek(entity -> read.incrementAndGet())
                .onClose(closed::incrementAndGet),
        template::deleteEntity);
  }

  private static Method method(Class<?> repository, String name, int parameters) {
    return Arrays.stream(repository.getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterCount() == parameters)
        .findFirst()
        .orElseThrow();
  }
}
