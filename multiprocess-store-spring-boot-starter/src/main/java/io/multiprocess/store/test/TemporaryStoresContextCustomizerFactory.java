package io.multiprocess.store.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextAnnotationUtils.AnnotationDescriptor;
import org.springframework.test.context.util.TestContextResourceUtils;

/** Finds {@link TemporaryStores} on test classes and what is around them. */
final class TemporaryStoresContextCustomizerFactory implements ContextCustomizerFactory {

  @Override
  public @Nullable TemporaryStoresContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    AnnotationDescriptor<TemporaryStores> found =
        TestContextAnnotationUtils.findAnnotationDescriptor(testClass, TemporaryStores.class);
    if (found == null) {
      return null;
    }
    TemporaryStores stores = found.getAnnotation();
    String[] seeds =
        TestContextResourceUtils.convertToClasspathResourcePaths(
            found.getRootDeclaringClass(), stores.seed());
    return new TemporaryStoresContextCustomizer(
        stores.shared() ? null : owner(testClass, found.getRootDeclaringClass()), List.of(seeds));
  }

  /** The test class itself, or the one around it that the annotation is found on. */
  private static Class<?> owner(Class<?> testClass, Class<?> declaring) {
    Class<?> owner = testClass;
    while (!declaring.isAssignableFrom(owner) && owner.getEnclosingClass() != null) {
      owner = owner.getEnclosingClass();
    }
    return owner;
  }
}
