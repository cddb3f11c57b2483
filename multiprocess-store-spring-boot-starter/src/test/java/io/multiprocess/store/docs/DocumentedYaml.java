package io.multiprocess.store.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocess.store.autoconfigure.MultiprocessStoreProperties;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Configuration that documents show. */
public final class DocumentedYaml {

  private DocumentedYaml() {}

  /** The properties that a block sets; fails on any that is none. */
  public static MultiprocessStoreProperties bind(String yaml) throws IOException {
    List<PropertySource<?>> sources =
        new YamlPropertySourceLoader()
            .load("document", new ByteArrayResource(yaml.getBytes(UTF_8)));
    return new Binder(ConfigurationPropertySources.from(sources))
        .bind(
            "multiprocess-store",
            Bindable.of(MultiprocessStoreProperties.class),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
        .get();
  }
}
