package io.multiprocess.store.file;

import static io.multiprocess.store.file.StoreDirectory.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.ObjectExistsException;
import io.multiprocess.store.Versioned;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Many objects in one call. */
class BulkTests {

  @TempDir Path temp;

  private static Map<String, ObjectNode> documents(int count) {
    Map<String, ObjectNode> documents = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> documents.put("user-" + i, document("n", i)));
    return documents;
  }

  @Test
  void allAreCreatedInTheirOrder() {
    try (FileObjectStore store = new StoreDirectory(temp).open()) {
      Map<String, ObjectNode> documents = documents(500);

      List<Versioned<ObjectNode>> created = store.createAll(documents);

      assertThat(created).extracting(Versioned::id).containsExactlyElementsOf(documents.keySet());
      assertThat(created)
          .allSatisfy(each -> assertThat(each.value()).isEqualTo(documents.get(each.id())));
      try (Stream<Versioned<ObjectNode>> all = store.all()) {
        assertThat(all).containsExactlyInAnyOrderElementsOf(created);
      }
      assertThat(store.counts().objects()).isEqualTo(500);
    }
  }

  @Test
  void othersAreCreatedWhereSomeCannotBe() {
    try (FileObjectStore store = new StoreDirectory(temp).open()) {
      store.create("user-3", document("there", 1));
      Map<String, ObjectNode> documents = documents(10);
      documents.put("", document("n", 10));

      assertThatThrownBy(() -> store.createAll(documents))
          .isInstanceOf(ObjectExistsException.class)
          .hasMessageContaining("user-3")
          .satisfies(
              e ->
                  assertThat(e.getSuppressed())
                      .hasExactlyElementsOfTypes(InvalidIdException.class));

      assertThat(store.counts().objects()).isEqualTo(10);
      assertThat(store.get("user-3").value()).isEqualTo(document("there", 1));
      assertThat(store.get("user-9").value()).isEqualTo(document("n", 9));
    }
  }

  @Test
  void nothingIsCreatedOfNothing() {
    try (FileObjectStore store = new StoreDirectory(temp).open()) {
      assertThat(store.createAll(Map.of())).isEmpty();
    }
  }

  @Test
  void interruptIsKeptAndStopsNothing() {
    try (FileObjectStore store = new StoreDirectory(temp).open()) {
      Thread.currentThread().interrupt();
      assertThat(store.createAll(documents(50))).hasSize(50);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
