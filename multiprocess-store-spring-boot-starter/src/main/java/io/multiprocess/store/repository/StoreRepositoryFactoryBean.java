package io.multiprocess.store.repository;

import io.multiprocess.store.index.StoreIndexes;
import io.multiprocess.store.spring.StoreTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.data.mapping.context.MappingContext;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.util.Assert;

/**
 * Makes one repository a bean.
 *
 * @param <R> type of the repository
 * @param <T> type of its entities
 * @param <ID> type of their ids
 */
public final class StoreRepositoryFactoryBean<R extends Repository<T, ID>, T, ID>
    extends RepositoryFactoryBeanSupport<R, T, ID> {

  private @Nullable StoreTemplate storeTemplate;
  private @Nullable StoreMappingContext mappingContext;
  private @Nullable BeanFactory beanFactory;

  /** Makes a repository of a type. */
  public StoreRepositoryFactoryBean(Class<? extends R> repositoryInterface) {
    super(repositoryInterface);
  }

  /** The store to work on, whatever the entity says. */
  public void setStoreTemplate(StoreTemplate storeTemplate) {
    this.storeTemplate = storeTemplate;
  }

  @Override
  public void setMappingContext(MappingContext<?, ?> mappingContext) {
    super.setMappingContext(mappingContext);
    this.mappingContext = (StoreMappingContext) mappingContext;
  }

  @Override
  public void setBeanFactory(BeanFactory beanFactory) {
    super.setBeanFactory(beanFactory);
    this.beanFactory = beanFactory;
  }

  @Override
  protected RepositoryFactorySupport createRepositoryFactory() {
    Assert.state(mappingContext != null, "A mapping context must be set");
    BeanFactory beans = beanFactory;
    return new StoreRepositoryFactory(
        stores(),
        mappingContext,
        () -> beans == null ? null : beans.getBeanProvider(StoreIndexes.class).getIfAvailable());
  }

  private StoreResolver stores() {
    StoreTemplate given = storeTemplate;
    if (given != null) {
      return entityType -> given;
    }
    Assert.state(beanFactory != null, "A store template or a bean factory must be set");
    return new BeanStoreResolver(beanFactory.getBeanProvider(StoreTemplate.class));
  }
}
