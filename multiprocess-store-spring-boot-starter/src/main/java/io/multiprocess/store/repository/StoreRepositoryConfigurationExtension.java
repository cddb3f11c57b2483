package io.multiprocess.store.repository;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.data.repository.config.RepositoryConfigurationExtensionSupport;
import org.springframework.data.repository.config.RepositoryConfigurationSource;
import org.springframework.util.StringUtils;

/** Tells Spring Data which repositories are ours and how their beans are made. */
public final class StoreRepositoryConfigurationExtension
    extends RepositoryConfigurationExtensionSupport {

  @Override
  public String getModuleName() {
    return "Multiprocess Store";
  }

  /** Deprecated in Spring Data, and abstract there all the same. */
  @Override
  @SuppressWarnings("deprecation")
  protected String getModulePrefix() {
    return getModuleIdentifier();
  }

  @Override
  public String getModuleIdentifier() {
    return getModuleName().toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  @Override
  public String getRepositoryFactoryBeanClassName() {
    return StoreRepositoryFactoryBean.class.getName();
  }

  @Override
  protected Collection<Class<? extends Annotation>> getIdentifyingAnnotations() {
    return List.of(StoredIn.class);
  }

  @Override
  protected Collection<Class<?>> getIdentifyingTypes() {
    return List.of(StoreRepository.class);
  }

  @Override
  public void registerBeansForRoot(
      BeanDefinitionRegistry registry, RepositoryConfigurationSource source) {
    super.registerBeansForRoot(registry, source);
    registerIfNotAlreadyRegistered(
        () -> new RootBeanDefinition(StoreMappingContext.class),
        registry,
        StoreMappingContext.BEAN_NAME,
        source.getSource());
  }

  @Override
  public void postProcess(BeanDefinitionBuilder builder, RepositoryConfigurationSource source) {
    builder.addPropertyReference("mappingContext", StoreMappingContext.BEAN_NAME);
    source
        .getAttribute("storeTemplateRef")
        .filter(StringUtils::hasText)
        .ifPresent(reference -> builder.addPropertyReference("storeTemplate", reference));
  }
}
