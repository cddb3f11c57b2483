package io.multiprocess.store.test;

import io.multiprocess.store.ObjectStore;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.StringUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects that stores begin with, created when a store has been opened and before anybody else has
 * it.
 *
 * @param directory where stores are that have seeds
 * @param byStore the files, by the name of the store they go to
 */
record StoreSeeds(TemporaryDirectory directory, Map<String, List<Resource>> byStore)
    implements BeanPostProcessor {

  private static final String ENDING = ".json";
  private static final JsonMapper JSON = StoreMapper.builder().build();

  /** The seeds in directories of the form {@code <store>/<id>.json}. */
  static StoreSeeds at(
      Collection<String> locations, ResourceLoader loader, TemporaryDirectory directory) {
    PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(loader);
    Map<String, List<Resource>> byStore = new TreeMap<>();
    for (String location : locations) {
      for (Resource file : files(resolver, location)) {
        byStore.computeIfAbsent(store(file), name -> new ArrayList<>()).add(file);
      }
    }
    return new StoreSeeds(directory, byStore);
  }

  /** Checks that there is a store for every seed. */
  void check(Set<String> stores) {
    Set<String> unknown = new TreeSet<>(byStore.keySet());
    unknown.removeAll(stores);
    if (!unknown.isEmpty()) {
      throw new IllegalStateException(
          "Seeds are for stores %s; expected only stores that are configured, %s"
              .formatted(unknown, new TreeSet<>(stores)));
    }
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    if (bean instanceof StoreTemplate template) {
      template
          .files()
          .filter(store -> directory.contains(store.directory()))
          .ifPresent(store -> create(store, byStore.getOrDefault(template.name(), List.of())));
    }
    return bean;
  }

  private static List<Resource> files(
      PathMatchingResourcePatternResolver resolver, String location) {
    String pattern = StringUtils.trimTrailingCharacter(location, '/') + "/*/*" + ENDING;
    List<Resource> files;
    try {
      files = List.of(resolver.getResources(pattern));
    } catch (FileNotFoundException e) {
      files = List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Seed '%s' cannot be read".formatted(location), e);
    }
    if (files.isEmpty()) {
      throw new IllegalStateException(
          "Seed '%s' has no files; expected <store>/<id>.json in it".formatted(location));
    }
    return files;
  }

  /** The name of the directory that a file lies in. */
  private static String store(Resource file) {
    try {
      String path = StringUtils.uriDecode(file.getURL().getPath(), StandardCharsets.UTF_8);
      return String.valueOf(StringUtils.getFilename(path.substring(0, path.lastIndexOf('/'))));
    } catch (IOException e) {
      throw new UncheckedIOException("Seed %s cannot be read".formatted(file), e);
    }
  }

  private static String id(Resource file, ObjectNode document) {
    JsonNode id = document.get("_id");
    String name = String.valueOf(file.getFilename());
    return id != null ? id.stringValue() : name.substring(0, name.length() - ENDING.length());
  }

  private static void create(ObjectStore store, List<Resource> files) {
    files.forEach(file -> create(store, file));
  }

  private static void create(ObjectStore store, Resource file) {
    try (InputStream content = file.getInputStream()) {
      if (!(JSON.readTree(content) instanceof ObjectNode document)) {
        throw new IllegalStateException("Seed %s is no JSON object".formatted(file));
      }
      store.create(id(file, document), document);
    } catch (JacksonException e) {
      throw new IllegalStateException("Seed %s is no JSON object".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Seed %s cannot be read".formatted(file), e);
    }
  }
}
