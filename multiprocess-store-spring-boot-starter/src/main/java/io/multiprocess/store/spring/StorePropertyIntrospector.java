package io.multiprocess.store.spring;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.beans.PropertyDescriptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Names the annotated id and revision of an entity {@code _id} and {@code _rev}, whatever else they
 * are called in Java or by Jackson's annotations.
 */
final class StorePropertyIntrospector extends NopAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable PropertyName findNameForSerialization(
      MapperConfig<?> config, Annotated annotated) {
    return nameOf(annotated);
  }

  @Override
  public @Nullable PropertyName findNameForDeserialization(
      MapperConfig<?> config, Annotated annotated) {
    return nameOf(annotated);
  }

  private static @Nullable PropertyName nameOf(Annotated annotated) {
    if (annotated instanceof AnnotatedMember member) {
      for (StoreProperty property : StoreProperty.values()) {
        if (property.marks(annotationsOf(member)) || isRenamedCompanion(member, property)) {
          return property.propertyName();
        }
      }
    }
    return null;
  }

  private static MergedAnnotations annotationsOf(AnnotatedMember member) {
    return MergedAnnotations.from(member.annotations().toArray(Annotation[]::new));
  }

  /**
   * Whether the property is marked at another of its members than this one, and this one carries a
   * name of its own: two names would tear the property in two. A record's constructor is the common
   * case, since the marks cannot stand on parameters.
   */
  private static boolean isRenamedCompanion(AnnotatedMember member, StoreProperty property) {
    if (!member.hasAnnotation(JsonProperty.class)) {
      return false;
    }
    String name = plainNameOf(member);
    Class<?> type = member.getDeclaringClass();
    Field field = ReflectionUtils.findField(type, name);
    if (field != null && property.marks(MergedAnnotations.from(field))) {
      return true;
    }
    PropertyDescriptor descriptor = BeanUtils.getPropertyDescriptor(type, name);
    return descriptor != null
        && descriptor.getReadMethod() != null
        && property.marks(MergedAnnotations.from(descriptor.getReadMethod()));
  }

  /** The property's name in Java. */
  private static String plainNameOf(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter) {
      return nameOf(parameter);
    }
    for (PropertyDescriptor descriptor :
        BeanUtils.getPropertyDescriptors(member.getDeclaringClass())) {
      if (member.getMember().equals(descriptor.getReadMethod())
          || member.getMember().equals(descriptor.getWriteMethod())) {
        return descriptor.getName();
      }
    }
    return member.getName();
  }

  private static String nameOf(AnnotatedParameter parameter) {
    Class<?> type = parameter.getDeclaringClass();
    boolean canonical =
        type.isRecord()
            && parameter.getOwner().getParameterCount() == type.getRecordComponents().length;
    if (canonical) {
      return type.getRecordComponents()[parameter.getIndex()].getName();
    }
    Parameter[] parameters = ((Executable) parameter.getMember()).getParameters();
    return parameters[parameter.getIndex()].getName();
  }
}
