package io.multiprocess.store.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreWebAutoConfiguration;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** The advice in Spring MVC and in WebFlux. */
@ExtendWith(OutputCaptureExtension.class)
class StoreProblemAdviceTests {

  private static final String ENABLED = "multiprocess-store.web.problemdetails.enabled=true";
  private static final String MISSING =
      "{'type':'urn:multiprocess-store:not-found','title':'Object not found','status':404,'detail':'Object ''bob'' does not exist','instance':'/things/bob','id':'bob'}"
          .replace('\'', '"')
          .replace("\"\"bob\"\"", "'bob'");

  @TempDir Path directory;

  @RestController
  static class Things {

    private final StoreTemplate store;

    Things(StoreTemplate store) {
      this.store = store;
    }

    @GetMapping("/things/{id}")
    ResponseEntity<Map<?, ?>> get(@PathVariable String id) {
      Map<?, ?> thing = store.get(Map.class, id);
      return ResponseEntity.ok()
          .eTag(RevisionETag.of(Revision.parse(String.valueOf(thing.get("_rev")))))
          .body(thing);
    }

    @PutMapping("/things/{id}")
    Map<String, Object> put(
        @PathVariable String id,
        @RequestHeader HttpHeaders headers,
        @RequestBody Map<String, Object> thing) {
      Revision base = IfMatch.required(headers).base();
      Map<String, Object> edit = new HashMap<>(thing);
      edit.put("_id", id);
      edit.put("_rev", base.toString());
      return store.update(edit);
    }

    @GetMapping("/decided")
    String decided() {
      try {
        return store.get(Map.class, "bob").toString();
      } catch (RuntimeException e) {
        throw new ResponseStatusException(HttpStatus.FAILED_DEPENDENCY, "decided", e);
      }
    }

    @GetMapping("/others")
    String others() {
      throw new OptimisticLockingFailureException("of a database");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableWebMvc
  static class Mvc {

    @Bean
    Things things(StoreTemplate store) {
      return new Things(store);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableWebFlux
  static class Flux {

    @Bean
    Things things(StoreTemplate store) {
      return new Things(store);
    }
  }

  private static final AutoConfigurations CONFIGURATIONS =
      AutoConfigurations.of(
          MultiprocessStoreAutoConfiguration.class, MultiprocessStoreWebAutoConfiguration.class);

  private WebApplicationContextRunner mvc() {
    return new WebApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withUserConfiguration(Mvc.class)
        .withPropertyValues(
            "multiprocess-store.path=" + directory, "multiprocess-store.defaults.on-stale=reject");
  }

  private ReactiveWebApplicationContextRunner flux() {
    return new ReactiveWebApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withUserConfiguration(Flux.class)
        .withPropertyValues("multiprocess-store.path=" + directory, ENABLED);
  }

  private void inMvc(WebApplicationContextRunner runner, Consumer<RestTestClient> requests) {
    runner.run(context -> requests.accept(client(context)));
  }

  private static WebTestClient fluxClient(ApplicationContext context) {
    return WebTestClient.bindToApplicationContext(context)
        .configureClient()
        .responseTimeout(Duration.ofMinutes(1))
        .build();
  }

  private static RestTestClient client(WebApplicationContext context) {
    return RestTestClient.bindTo(MockMvcBuilders.webAppContextSetup(context).build()).build();
  }

  @Test
  void aMissingObjectIsNotFound() {
    inMvc(
        mvc().withPropertyValues(ENABLED),
        client ->
            client
                .get()
                .uri("/things/bob")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .json(MISSING));
  }

  @Test
  void soItIsInWebFlux() {
    flux()
        .run(
            context ->
                fluxClient(context)
                    .get()
                    .uri("/things/bob")
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .expectBody()
                    .json(MISSING));
  }

  @Test
  void aClientThatAsksForAPageGetsTheProblemToo() {
    inMvc(
        mvc().withPropertyValues(ENABLED),
        client ->
            client
                .get()
                .uri("/things/bob")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON));
  }

  @Test
  void aStaleEditIsAConflictThatNamesBothRevisions() {
    mvc()
        .withPropertyValues(ENABLED)
        .run(
            context -> {
              StoreTemplate store = context.getBean(StoreTemplate.class);
              Map<String, Object> base = store.create(new HashMap<>(Map.of("_id", "bob")));
              String first = String.valueOf(base.get("_rev"));
              String second = String.valueOf(store.update(base).get("_rev"));

              client(context)
                  .put()
                  .uri("/things/bob")
                  .header(HttpHeaders.IF_MATCH, '"' + first + '"')
                  .contentType(MediaType.APPLICATION_JSON)
                  .body("{}")
                  .exchange()
                  .expectStatus()
                  .isEqualTo(HttpStatus.CONFLICT)
                  .expectBody()
                  .json("{\"base\": \"%s\", \"winner\": \"%s\"}".formatted(first, second));
            });
  }

  @Test
  void anEditWithoutAPreconditionIsToldToBringOne() {
    inMvc(
        mvc(),
        client ->
            client
                .put()
                .uri("/things/bob")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{}")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.PRECONDITION_REQUIRED));
  }

  @Test
  void aClientThatKnowsTheRevisionIsSparedTheDocument() {
    mvc()
        .run(
            context -> {
              Map<String, Object> bob =
                  context.getBean(StoreTemplate.class).create(new HashMap<>(Map.of("_id", "bob")));

              client(context)
                  .get()
                  .uri("/things/bob")
                  .header(HttpHeaders.IF_NONE_MATCH, "\"" + bob.get("_rev") + "\"")
                  .exchange()
                  .expectStatus()
                  .isNotModified();
            });
  }

  @Test
  void damageIsAFaultOfTheServerThatOnlyItsLogTells(CapturedOutput output) throws IOException {
    mvc()
        .withPropertyValues(ENABLED)
        .run(
            context -> {
              context.getBean(StoreTemplate.class).create(new HashMap<>(Map.of("_id", "bob")));
              try (Stream<Path> files = Files.list(directory.resolve("bob"))) {
                Files.writeString(files.findFirst().orElseThrow(), "{");
              }

              String answer =
                  client(context)
                      .get()
                      .uri("/things/bob")
                      .exchange()
                      .expectStatus()
                      .isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR)
                      .expectBody(String.class)
                      .returnResult()
                      .getResponseBody();
              assertThat(answer).contains("Object 'bob' cannot be read");
              assertThat(answer).doesNotContain(directory.getFileName().toString());
            });
    assertThat(output).contains("Request failed: ").contains(directory.getFileName().toString());
  }

  @Test
  void whatTheApplicationMadeOfAnExceptionStays() {
    inMvc(
        mvc().withPropertyValues(ENABLED),
        client ->
            client
                .get()
                .uri("/decided")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.FAILED_DEPENDENCY));
    flux()
        .run(
            context ->
                fluxClient(context)
                    .get()
                    .uri("/decided")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(HttpStatus.FAILED_DEPENDENCY));
  }

  @Test
  void exceptionsOfOtherStoresAreLeftAlone() {
    inMvc(
        mvc().withPropertyValues(ENABLED),
        client ->
            client
                .get()
                .uri("/others")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR)
                .expectBody(String.class)
                .value(body -> assertThat(body).doesNotContain("urn:multiprocess-store")));
  }

  @ControllerAdvice
  static class CatchAll {

    @ExceptionHandler
    ResponseEntity<String> answer(Exception exception) {
      return ResponseEntity.status(HttpStatus.FAILED_DEPENDENCY)
          .body(exception.getClass().getName());
    }
  }

  @Test
  void anAdviceOfTheApplicationComesFirst() {
    inMvc(
        mvc().withPropertyValues(ENABLED).withBean(CatchAll.class),
        client ->
            client
                .get()
                .uri("/things/bob")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.FAILED_DEPENDENCY));
  }

  @Test
  void withoutTheSwitchNothingIsAnswered() {
    mvc().run(context -> assertThat(context).doesNotHaveBean(StoreProblemAdvice.class));
  }

  @Test
  void disabledAsAWholeNothingIsAnswered() {
    new WebApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withPropertyValues(ENABLED, "multiprocess-store.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(StoreProblemAdvice.class));
  }

  @Test
  void onlyWebApplicationsAreAdvised() {
    new ApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withPropertyValues(ENABLED)
        .run(context -> assertThat(context).doesNotHaveBean(StoreProblemAdvice.class));
    new WebApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
        .withPropertyValues(ENABLED)
        .run(context -> assertThat(context).doesNotHaveBean(StoreProblemAdvice.class));
  }

  @Test
  void backsOffForAnAdviceOfTheApplication() {
    mvc()
        .withPropertyValues(ENABLED)
        .withBean("own", StoreProblemAdvice.class, StoreProblemAdvice::new)
        .run(
            (ApplicationContext context) ->
                assertThat(context.getBeanNamesForType(StoreProblemAdvice.class))
                    .containsExactly("own"));
  }
}
