package io.multiprocess.store.repository;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.query.DerivedQueryLookup;
import io.multiprocess.store.query.Entities;
import io.multiprocess.store.query.EntityIndex;
import io.multiprocess.store.query.IndexedEntities;
import io.multiprocess.store.query.IndexedProperty;
import io.multiprocess.store.repository.RandomQuery.Condition;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;
import org.springframework.data.repository.core.support.DefaultRepositoryMetadata;
import org.springframework.data.repository.core.support.PropertiesBasedNamedQueries;
import org.springframework.data.repository.query.RepositoryQuery;

/**
 * Puts random queries to random data and holds the answers against a second opinion, {@link
 * NaiveAnswers}, which shares no code with the first. Repositories are generated as source with
 * method names of random conditions. {@code -Dquery.rounds} sets how many data sets there are, and
 * {@code -Dquery.seed} repeats a run.
 */
class StoreRepositoryDifferentialTests {

  private static final int METHODS = 250;
  private static final List<String> PATHS =
      List.of(
          "id",
          "name",
          "age",
          "score",
          "pay",
          "seen",
          "hue",
          "live",
          "tags",
          "place.town",
          "place.code",
          "pieces.label",
          "pieces.weight");
  private static final int ROUNDS = Integer.getInteger("query.rounds", 2_000);
  private static final long SEED = Long.getLong("query.seed", System.nanoTime());

  @TempDir Path directory;

  private final Random random = new Random(SEED);
  private List<Subject> stored = List.of();
  private boolean indexed;
  private EntityIndex<Subject> index = new EntityIndex<>(List.of());
  private long read;
  private long readByIndex;

  private record Question(RandomQuery query, RepositoryQuery method) {}

  @Test
  void everyQueryAnswersAsANaiveReaderWould() throws Exception {
    List<Question> questions = questions();
    int answers = 0;
    for (int round = 0; round < ROUNDS; round++) {
      stored = Subject.randomOnes(random, random.nextInt(9));
      index = index();
      for (int i = 0; i < 5; i++) {
        Question question = questions.get(random.nextInt(questions.size()));
        long before = random.nextLong();
        indexed = false;
        random.setSeed(before);
        answers += check(question);
        indexed = true;
        random.setSeed(before);
        check(question);
      }
    }
    assertThat(answers).as("queries that found something").isGreaterThan(ROUNDS);
    assertThat(readByIndex).as("entities found by an index").isGreaterThan(ROUNDS);
    assertThat(readByIndex).as("entities read by queries with an index").isLessThan(read);
  }

  /** Of some properties, put in some order, after others were there. */
  private EntityIndex<Subject> index() {
    List<IndexedProperty> properties = new ArrayList<>();
    for (String path : PATHS) {
      if (random.nextInt(3) > 0) {
        properties.add(new IndexedProperty(path, false));
      }
    }
    EntityIndex<Subject> made = new EntityIndex<>(properties);
    Subject.randomOnes(random, random.nextInt(9)).forEach(other -> made.put(other.id(), other));
    for (int i = 0; i < 20; i++) {
      made.remove("s" + i);
    }
    for (Subject subject : shuffled()) {
      if (random.nextInt(20) == 0) {
        made.putUnknown(subject.id());
      } else {
        Subject.randomOnes(random, 1).forEach(former -> made.put(subject.id(), former));
        made.put(subject.id(), subject);
      }
    }
    return made;
  }

  /** What an index finds is read in no particular order either. */
  private final class FoundByIndex implements IndexedEntities<Subject> {

    @Override
    public Optional<EntityIndex<Subject>> index() {
      return indexed ? Optional.of(index) : Optional.empty();
    }

    @Override
    public Stream<Subject> read(Collection<String> ids) {
      return shuffled().stream()
          .filter(subject -> ids.contains(subject.id()))
          .peek(subject -> readByIndex++);
    }
  }

  private int check(Question question) {
    RandomQuery query = question.query();
    Map<Condition, List<@Nullable Object>> arguments = new LinkedHashMap<>();
    List<@Nullable Object> flat = new ArrayList<>();
    for (Condition condition : query.conditions()) {
      List<@Nullable Object> values = condition.randomArguments(random);
      arguments.put(condition, values);
      flat.addAll(values);
    }
    List<Subject> expected = NaiveAnswers.answers(query, arguments, stored);
    String told = "seed %d: %s%s over %s".formatted(SEED, query.methodName(), flat, stored);
    switch (query.form()) {
      case LIST -> assertThat(execute(question, flat)).as(told).isEqualTo(expected);
      case COUNT -> assertThat(execute(question, flat)).as(told).isEqualTo((long) expected.size());
      case EXISTS -> assertThat(execute(question, flat)).as(told).isEqualTo(!expected.isEmpty());
      case PAGE -> checkPage(question, flat, expected, told);
      case WINDOW -> checkWindows(question, flat, expected, told);
    }
    return expected.isEmpty() ? 0 : 1;
  }

  private void checkPage(
      Question question, List<@Nullable Object> flat, List<Subject> expected, String told) {
    int size = 1 + random.nextInt(4);
    Pageable pageable = PageRequest.of(random.nextInt(3), size);
    Page<?> page = (Page<?>) requireNonNull(execute(question, with(flat, pageable)));
    int from = Math.min(expected.size(), (int) pageable.getOffset());
    int to = Math.min(expected.size(), from + size);
    assertThat(page.getContent()).as(told).isEqualTo(expected.subList(from, to));
    assertThat(page.getTotalElements()).as(told).isEqualTo(expected.size());
  }

  private void checkWindows(
      Question question, List<@Nullable Object> flat, List<Subject> expected, String told) {
    boolean backward = random.nextBoolean();
    KeysetScrollPosition start = ScrollPosition.keyset();
    ScrollPosition position = backward ? start.backward() : start;
    List<Object> seen = new ArrayList<>();
    while (seen.size() <= expected.size()) {
      Window<?> window = (Window<?>) requireNonNull(execute(question, with(flat, position)));
      List<Object> content = new ArrayList<>(window.getContent());
      seen.addAll(backward ? 0 : seen.size(), content);
      if (!window.hasNext()) {
        break;
      }
      position = window.positionAt(backward ? 0 : content.size() - 1);
    }
    assertThat(seen).as(told).isEqualTo(expected);
  }

  private static List<@Nullable Object> with(List<@Nullable Object> flat, Object last) {
    List<@Nullable Object> whole = new ArrayList<>(flat);
    whole.add(last);
    return whole;
  }

  private static @Nullable Object execute(Question question, List<@Nullable Object> arguments) {
    return question.method().execute(arguments.toArray());
  }

  private List<Question> questions() throws Exception {
    List<RandomQuery> queries = new ArrayList<>();
    for (int i = 0; i < METHODS; i++) {
      queries.add(RandomQuery.of(random, i));
    }
    Class<?> repository = compiled(queries);
    DerivedQueryLookup lookup =
        new DerivedQueryLookup(
            metadata ->
                new Entities<>(
                    Subject.class,
                    "id",
                    Object::toString,
                    () -> shuffled().stream().peek(subject -> read++),
                    new FoundByIndex(),
                    subject -> false),
            new StoreMappingContext());
    Map<String, Method> methods = new LinkedHashMap<>();
    for (Method method : repository.getDeclaredMethods()) {
      methods.put(method.getName(), method);
    }
    List<Question> questions = new ArrayList<>();
    for (RandomQuery query : queries) {
      Method method = requireNonNull(methods.get(query.methodName()), query.methodName());
      questions.add(
          new Question(
              query,
              lookup.resolveQuery(
                  method,
                  new DefaultRepositoryMetadata(repository),
                  new SpelAwareProxyProjectionFactory(),
                  PropertiesBasedNamedQueries.EMPTY)));
    }
    return questions;
  }

  /** A store lists its objects in no particular order. */
  private List<Subject> shuffled() {
    List<Subject> shuffled = new ArrayList<>(stored);
    Collections.shuffle(shuffled, new Random(stored.size()));
    return shuffled;
  }

  private Class<?> compiled(List<RandomQuery> queries) throws Exception {
    String source =
        """
        package io.multiprocess.store.repository;
        import io.multiprocess.store.repository.Subject.*;
        import java.math.BigDecimal;
        import java.time.*;
        import java.util.*;
        import org.springframework.data.domain.*;
        public interface Generated extends org.springframework.data.repository.Repository<Subject, String> {
        %s
        }
        """
            .formatted(
                queries.stream().map(RandomQuery::declaration).collect(Collectors.joining("\n")));
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///Generated.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-parameters",
                    "-d",
                    directory.toString(),
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))),
                null,
                List.of(file))
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
    return load("io.multiprocess.store.repository.Generated");
  }

  private Class<?> load(String name) throws IOException, ClassNotFoundException {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
      return loader.loadClass(name);
    }
  }
}
