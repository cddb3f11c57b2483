package io.multiprocess.store.test;

import io.multiprocess.store.ConflictResolver;
import io.multiprocess.store.spring.StoreMapperCustomizer;
import io.multiprocess.store.spring.StoreOptionsCustomizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.util.ClassUtils;

/** Leaves out components that have nothing to do with stores. */
final class DataStoreTypeExcludeFilter
    extends StandardAnnotationCustomizableTypeExcludeFilter<DataStoreTest> {

  /** By name, since an application may be without Spring Data. */
  private static final List<String> SPRING_DATA =
      List.of(
          "org.springframework.data.mapping.callback.EntityCallback",
          "org.springframework.data.domain.AuditorAware",
          "org.springframework.data.auditing.DateTimeProvider");

  private static final Set<Class<?>> KNOWN = known();

  DataStoreTypeExcludeFilter(Class<?> testClass) {
    super(testClass);
  }

  @Override
  protected Set<Class<?>> getKnownIncludes() {
    return KNOWN;
  }

  private static Set<Class<?>> known() {
    ClassLoader loader = DataStoreTypeExcludeFilter.class.getClassLoader();
    Set<Class<?>> known =
        new LinkedHashSet<>(
            Set.of(
                StoreMapperCustomizer.class, StoreOptionsCustomizer.class, ConflictResolver.class));
    for (String type : SPRING_DATA) {
      if (ClassUtils.isPresent(type, loader)) {
        known.add(ClassUtils.resolveClassName(type, loader));
      }
    }
    return Set.copyOf(known);
  }
}
