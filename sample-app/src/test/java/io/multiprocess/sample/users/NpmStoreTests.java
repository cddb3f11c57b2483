package io.multiprocess.sample.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.interop.NpmPeer;
import io.multiprocess.store.processes.StorePeer;
import io.multiprocess.store.spring.StoreTemplate;
import io.multiprocess.store.spring.StoreTemplateFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The user manager's store as the npm package makes it, under the template and the application. */
@Tag("full")
class NpmStoreTests {

  private static final JsonMapper JSON = StoreMapper.builder().build();

  @TempDir Path temp;

  private StorePeer npm;
  private Revision winner;
  private List<String> rivals;

  @BeforeEach
  void letNpmMakeAStoreWithAConflict() {
    npm = NpmPeer.start("npm", store()).awaitReady();
    npm.create("alice", json("{'password':'secret'}"));
    npm.create("bob", json("{'password':'123'}"));
    npm.create("carol", json("{'password':'hunter2'}"));
    Versioned<ObjectNode> seen = npm.get("alice");
    npm.update(seen.withValue(json("{'password':'one','tags':['a']}")));
    npm.update(seen.withValue(json("{'password':'two','tags':['b']}")));
    winner = npm.get("alice").revision();
    rivals = npm.conflicts("alice").get(0);
  }

  @AfterEach
  void endNpm() {
    npm.close();
  }

  @Test
  void templateElectsNpmsWinnerListsItsConflictsAndWritesWhatItReadsBack() {
    try (StoreTemplate template = new StoreTemplateFactory(List.of()).open("users", store())) {
      User alice = template.get(User.class, "alice");
      assertThat(alice.revision()).isEqualTo(winner.toString());
      assertThat(template.findAll(Map.class))
          .extracting(user -> user.get("_id"))
          .containsExactly("alice", "bob", "carol");
      assertThat(template.conflicts())
          .singleElement()
          .satisfies(
              conflict -> {
                assertThat(conflict.id()).isEqualTo("alice");
                assertThat(conflict.rivals()).extracting(Revision::toString).isEqualTo(rivals);
                assertThat(conflict.current()).isTrue();
              });

      User edited = template.update(new User("alice", alice.revision(), "Alice", null, null, null));
      assertThat(template.delete("bob")).isTrue();

      Versioned<ObjectNode> readBack = npm.get("alice");
      assertThat(readBack.revision()).hasToString(edited.revision());
      assertThat(readBack.value().get("fullName").asString()).isEqualTo("Alice");
      assertThat(readBack.value().get("password")).isNotNull();
      assertThat(npm.conflicts("alice")).containsExactly(rivals);
      assertThat(npm.all()).containsOnlyKeys("alice", "carol");
    }
  }

  @Test
  void runningApplicationElectsNpmsWinnerListsItsConflictsAndWritesWhatItReadsBack()
      throws Exception {
    try (ApplicationProcess application =
        ApplicationProcess.start(store(), temp.resolve("application.log")).awaitReady()) {
      JsonNode alice = application.json("/api/users/alice");
      assertThat(alice.get("revision").asString()).isEqualTo(winner.toString());
      assertThat(alice.at("/conflicts/current").asInt()).isEqualTo(1);
      assertThat(application.json("/api/users")).hasSize(3);
      assertThat(application.json("/api/users/alice/conflicts").toString()).contains(rivals);
      assertThat(application.body("/users/alice"))
          .contains("1 current conflict")
          .doesNotContain("secret", "hunter2");

      JsonNode edited =
          application.edit(
              "alice",
              "{'revision':'%s','fullName':'Alice','email':'alice@example.com'}".formatted(winner));
      application.delete("carol");

      Versioned<ObjectNode> readBack = npm.get("alice");
      assertThat(readBack.revision()).hasToString(edited.get("revision").asString());
      assertThat(readBack.value().get("email").asString()).isEqualTo("alice@example.com");
      assertThat(readBack.value().get("password")).isNotNull();
      assertThat(npm.conflicts("alice")).containsExactly(rivals);
      assertThat(npm.all()).containsOnlyKeys("alice", "bob");

      npm.update(readBack.withValue(readBack.value().put("fullName", "Alice of npm")));
      assertThat(application.json("/api/users/alice").get("fullName").asString())
          .isEqualTo("Alice of npm");
      npm.delete("bob");
      assertThat(application.json("/api/users")).hasSize(1);
    }
  }

  private Path store() {
    return temp.resolve("users");
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }
}
