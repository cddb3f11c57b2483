package io.multiprocess.store.query;

import org.springframework.data.core.PropertyPath;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.ReturnedType;
import org.springframework.data.repository.query.parser.PartTree;
import org.springframework.util.ClassUtils;

/** Whether a method returns what its name asks for. */
final class ResultCheck {

  private final QueryMethod method;
  private final Class<?> entityType;
  private final Class<?> returned;

  ResultCheck(QueryMethod method, Class<?> entityType) {
    this.method = method;
    this.entityType = entityType;
    this.returned = ClassUtils.resolvePrimitiveIfNecessary(method.getReturnedObjectType());
  }

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if it does not
   */
  void of(PartTree name) {
    if (name.isCountProjection()) {
      require(Number.class.isAssignableFrom(returned), "a count is a number");
    } else if (name.isExistsProjection()) {
      require(returned == Boolean.class, "whether there is one is a boolean");
    } else if (name.isDelete()) {
      require(
          isNothing() || Number.class.isAssignableFrom(returned) || isEntity(),
          "a deletion returns nothing, a number, or the entities that were deleted");
    } else if (!method.getParameters().hasDynamicProjection()) {
      view(method.getResultProcessor().getReturnedType());
    }
  }

  private void view(ReturnedType view) {
    require(
        isEntity() || view.isProjecting(),
        "it is neither %s nor a projection of it".formatted(entityType.getName()));
    if (view.isProjecting()) {
      view.getInputProperties().forEach(property -> PropertyPath.from(property, entityType));
    }
  }

  private boolean isNothing() {
    return returned == void.class || returned == Void.class;
  }

  private boolean isEntity() {
    return returned.isAssignableFrom(entityType) || entityType.isAssignableFrom(returned);
  }

  private void require(boolean holds, String expectation) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Cannot return %s: %s".formatted(method.getReturnedObjectType().getName(), expectation));
    }
  }
}
