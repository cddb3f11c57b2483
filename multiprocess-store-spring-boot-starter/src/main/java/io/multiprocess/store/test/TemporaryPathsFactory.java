package io.multiprocess.store.test;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertySourceFactory;

/** Makes temporary paths a source of properties of tests, which come before all others. */
final class TemporaryPathsFactory implements PropertySourceFactory {

  @Override
  public TemporaryPaths createPropertySource(@Nullable String name, EncodedResource resource) {
    return new TemporaryPaths(new TemporaryDirectory());
  }
}
