package io.multiprocess.store.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import io.multiprocess.store.Versioned;
import io.multiprocess.store.autoconfigure.MultiprocessStoreAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreConsoleAutoConfiguration;
import io.multiprocess.store.autoconfigure.MultiprocessStoreMonitorsAutoConfiguration;
import io.multiprocess.store.spring.StoreTemplate;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.node.ObjectNode;

/** The console in a server, alone and behind Spring Security. */
class ConsoleSecurityTests {

  @TempDir Path directory;

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private @Nullable ConfigurableApplicationContext application;
  private String root = "";

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    MultiprocessStoreAutoConfiguration.class,
    MultiprocessStoreMonitorsAutoConfiguration.class,
    MultiprocessStoreConsoleAutoConfiguration.class
  })
  static class Alone {}

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    SecurityAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
  })
  static class Secured extends Alone {

    // rule
    @Bean
    SecurityFilterChain security(HttpSecurity http) {
      http.authorizeHttpRequests(
          requests ->
              requests
                  .requestMatchers("/store-console", "/store-console/**")
                  .hasRole("OPERATOR")
                  .anyRequest()
                  .authenticated());
      http.httpBasic(withDefaults());
      return http.build();
    }

    // end

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername("olga").password("{noop}secret").roles("OPERATOR").build(),
          User.withUsername("max").password("{noop}secret").roles("USER").build());
    }
  }

  private void start(Class<?> configuration, String... properties) {
    ConfigurableApplicationContext started =
        new SpringApplicationBuilder(configuration)
            .properties(properties)
            .properties(
                "server.port=0",
                "multiprocess-store.console.enabled=true",
                "multiprocess-store.defaults.durability=none",
                "multiprocess-store.path=" + directory)
            .run();
    application = started;
    Environment environment = started.getEnvironment();
    root = "http://localhost:" + environment.getRequiredProperty("local.server.port");
  }

  @AfterEach
  void close() {
    requireNonNull(application).close();
  }

  @Test
  void consoleNeedsNoMoreThanAServletContainer() throws Exception {
    start(Alone.class, "server.servlet.context-path=/app", "multiprocess-store.console.path=/a/b");
    String id = conflict("ü/.. 1");

    HttpResponse<String> page = get("/app/a/b/merge?store=default&id=" + encoded(id), "");
    HttpResponse<String> settled =
        post("/app/a/b/merge", fields(page.body()), Map.of("choice-0", "base"), "");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("href=\"/app/a/b/conflicts\"");
    assertThat(settled.statusCode()).isEqualTo(303);
    assertThat(settled.headers().firstValue("Location"))
        .contains("/app/a/b/object?store=default&id=%C3%BC%2F..+1&done=settled");
    assertThat(store().store().conflicts(id)).isEmpty();
  }

  @Test
  void rulesOfSpringSecurityBindTheConsole() throws Exception {
    start(Secured.class);

    assertThat(get("/store-console", "").statusCode()).isEqualTo(401);
    assertThat(get("/store-console/object?store=default&id=x", "").statusCode()).isEqualTo(401);
    assertThat(get("/store-console", "max:secret").statusCode()).isEqualTo(403);
    assertThat(get("/store-console", "olga:secret").statusCode()).isEqualTo(200);
  }

  @Test
  void formsCarryTheTokenOfSpringSecurityToo() throws Exception {
    start(Secured.class);
    String id = conflict("carol");
    HttpResponse<String> page = get("/store-console/merge?store=default&id=" + id, "olga:secret");
    Map<String, String> fields = fields(page.body());
    assertThat(fields).containsKeys("_csrf", Gate.TOKEN);
    Map<String, String> without =
        fields.entrySet().stream()
            .filter(field -> !field.getKey().equals("_csrf"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    HttpResponse<String> refused =
        post("/store-console/merge", without, Map.of("choice-0", "base"), "olga:secret");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(store().store().conflicts(id)).isNotEmpty();

    HttpResponse<String> settled =
        post("/store-console/merge", fields, Map.of("choice-0", "base"), "olga:secret");
    assertThat(settled.statusCode()).isEqualTo(303);
    assertThat(store().store().conflicts(id)).isEmpty();
  }

  private StoreTemplate store() {
    return requireNonNull(application).getBean(StoreTemplate.class);
  }

  private String conflict(String id) {
    Versioned<ObjectNode> base = store().store().create(id, ConsoleStores.json("{'n': 0}"));
    store().store().update(base.withValue(ConsoleStores.json("{'n': 1}")));
    store().store().update(base.withValue(ConsoleStores.json("{'n': 2}")));
    return id;
  }

  private HttpResponse<String> get(String page, String user)
      throws IOException, InterruptedException {
    return http.send(request(page, user).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(
      String page, Map<String, String> fields, Map<String, String> more, String user)
      throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder("action=settle");
    fields.forEach(
        (name, value) -> body.append('&').append(name).append('=').append(encoded(value)));
    more.forEach((name, value) -> body.append('&').append(name).append('=').append(encoded(value)));
    HttpRequest request =
        request(page, user)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", root)
            .POST(
                BodyPublishers.ofString(
                    body.toString().replace("rival0=", "rival=").replace("rival1=", "rival=")))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String page, String user) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + page));
    if (!user.isEmpty()) {
      byte[] credentials = user.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
    return request;
  }

  /** Hidden fields of the form that settles; rivals are numbered, so that they have keys. */
  private static Map<String, String> fields(String page) {
    String form = page.substring(page.indexOf("id=\"decision\""));
    Matcher matcher =
        Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")
            .matcher(form.substring(0, form.indexOf("</form>")));
    Map<String, String> fields = new TreeMap<>();
    while (matcher.find()) {
      String name = matcher.group(1);
      fields.put(
          name.equals("rival") ? "rival" + (fields.containsKey("rival0") ? 1 : 0) : name,
          matcher.group(2));
    }
    return fields;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
