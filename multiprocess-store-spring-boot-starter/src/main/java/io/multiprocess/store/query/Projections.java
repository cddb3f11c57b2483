package io.multiprocess.store.query;

import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.DtoInstantiatingConverter;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.PersistentProperty;
import org.springframework.data.mapping.context.MappingContext;
import org.springframework.data.mapping.model.EntityInstantiators;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.query.ReturnedType;

/**
 * How entities become what a caller wants to see of them.
 *
 * @param factory makes views that are interfaces
 * @param mappingContext knows the entities, and what views that are classes are made from
 */
public record Projections(
    ProjectionFactory factory,
    MappingContext<? extends PersistentEntity<?, ?>, ? extends PersistentProperty<?>>
        mappingContext) {

  private static final EntityInstantiators INSTANTIATORS = new EntityInstantiators();

  /** Makes views of a type from entities, where the type is a class; leaves alone what is not. */
  Converter<Object, Object> toClasses(ReturnedType view) {
    return view.isProjecting() && !view.getReturnedType().isInterface()
        ? new DtoInstantiatingConverter(view.getReturnedType(), mappingContext, INSTANTIATORS)
        : entity -> entity;
  }

  /** Makes a view of an entity. */
  <R> R project(Object entity, Class<R> type) {
    if (type.isInstance(entity)) {
      return type.cast(entity);
    }
    if (type.isInterface()) {
      return factory.createProjection(type, entity);
    }
    return type.cast(
        new DtoInstantiatingConverter(type, mappingContext, INSTANTIATORS).convert(entity));
  }
}
