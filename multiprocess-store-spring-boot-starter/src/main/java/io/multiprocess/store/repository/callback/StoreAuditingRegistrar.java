package io.multiprocess.store.repository.callback;

import io.multiprocess.store.repository.StoreMappingContext;
import java.lang.annotation.Annotation;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.data.auditing.config.AuditingBeanDefinitionRegistrarSupport;
import org.springframework.data.auditing.config.AuditingConfiguration;
import org.springframework.data.config.ParsingUtils;
import org.springframework.util.StringUtils;

/** Does what {@link EnableStoreAuditing} asks for. */
final class StoreAuditingRegistrar extends AuditingBeanDefinitionRegistrarSupport {

  private static final String HANDLER = "multiprocessStoreAuditingHandler";
  private static final String AUDITOR = "multiprocessStoreAuditor";

  @Override
  protected Class<? extends Annotation> getAnnotation() {
    return EnableStoreAuditing.class;
  }

  @Override
  protected String getAuditingHandlerBeanName() {
    return HANDLER;
  }

  @Override
  protected BeanDefinitionBuilder getAuditHandlerBeanDefinitionBuilder(
      AuditingConfiguration configuration) {
    BeanDefinitionBuilder handler =
        configureDefaultAuditHandlerAttributes(
            configuration, BeanDefinitionBuilder.rootBeanDefinition(StoreAuditingHandler.class));
    return handler
        .setAutowireMode(AbstractBeanDefinition.AUTOWIRE_NO)
        .addConstructorArgReference(StoreMappingContext.BEAN_NAME)
        .addConstructorArgValue(StringUtils.hasText(configuration.getAuditorAwareRef()))
        .addConstructorArgValue(StringUtils.hasText(configuration.getDateTimeProviderRef()));
  }

  /** Repositories bring the mapping context too, but there may be none. */
  @Override
  protected void postProcess(
      BeanDefinitionBuilder handler,
      AuditingConfiguration configuration,
      BeanDefinitionRegistry registry) {
    if (!registry.containsBeanDefinition(StoreMappingContext.BEAN_NAME)) {
      registerInfrastructureBeanWithId(
          new RootBeanDefinition(StoreMappingContext.class),
          StoreMappingContext.BEAN_NAME,
          registry);
    }
  }

  @Override
  protected void registerAuditListenerBeanDefinition(
      BeanDefinition handler, BeanDefinitionRegistry registry) {
    BeanDefinitionBuilder auditor = BeanDefinitionBuilder.rootBeanDefinition(StoreAuditor.class);
    auditor.addConstructorArgValue(
        ParsingUtils.getObjectFactoryBeanDefinition(HANDLER, handler.getSource()));
    registerInfrastructureBeanWithId(auditor.getRawBeanDefinition(), AUDITOR, registry);
  }
}
