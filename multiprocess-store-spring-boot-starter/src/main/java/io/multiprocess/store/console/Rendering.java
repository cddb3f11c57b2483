package io.multiprocess.store.console;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.context.support.StaticMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Makes pages of templates, with an engine of its own: neither does the application's engine find
 * these templates, nor this one the application's.
 */
final class Rendering {

  private final SpringTemplateEngine engine = new SpringTemplateEngine();

  Rendering() {
    ClassLoaderTemplateResolver resolver =
        new ClassLoaderTemplateResolver(Rendering.class.getClassLoader());
    resolver.setPrefix("io/multiprocess/store/console/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.HTML);
    resolver.setCharacterEncoding("UTF-8");
    engine.setTemplateResolver(resolver);
    engine.setTemplateEngineMessageSource(new StaticMessageSource());
    engine.setEnableSpringELCompiler(false);
  }

  /** A page, or where the template is {@code name :: fragment}, that fragment of one. */
  String render(String template, Map<String, Object> model) {
    Context context = new Context(Locale.ENGLISH, model);
    String[] parts = template.split(" :: ", 2);
    return parts.length == 1
        ? engine.process(template, context)
        : engine.process(parts[0], Set.of(parts[1]), context);
  }
}
