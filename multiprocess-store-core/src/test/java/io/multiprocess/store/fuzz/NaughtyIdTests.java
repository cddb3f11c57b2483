package io.multiprocess.store.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiprocess.store.InvalidIdException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.Versioned;
import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.IdProfile;
import io.multiprocess.store.file.Retention;
import io.multiprocess.store.file.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An id works as any other does, or is refused by every operation alike. */
class NaughtyIdTests {

  private static final Revision NO_REVISION = Revision.parse("0-833f0fbe0c424fd390e7a5b55c35aee3");

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(IdProfile.class)
  void everyIdRoundTripsOrIsRefusedAndNoneLeadsOut(IdProfile profile) throws IOException {
    Path root = temp.resolve("store");
    Set<String> ids = new LinkedHashSet<>(NaughtyIds.known());
    ids.addAll(NaughtyIds.some(200, new Random(Long.getLong("fuzz.seed", 1))));
    Set<String> accepted = new LinkedHashSet<>();
    try (FileObjectStore store =
        FileObjectStore.open(
            root, StoreOptions.defaults().withDurability(Durability.NONE).withIdProfile(profile))) {
      for (String id : ids) {
        try {
          store.create(id, document(id));
          accepted.add(id);
        } catch (InvalidIdException e) {
          assertThat(e.id()).isEqualTo(id);
          requireRefused(store, id);
        }
      }
      assertThat(accepted).hasSizeGreaterThan(ids.size() / 2);
      assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(accepted);
      for (String id : accepted) {
        assertThat(store.get(id).value()).as(id).isEqualTo(document(id));
        Versioned<ObjectNode> edited = store.update(store.get(id));
        assertThat(store.get(id)).isEqualTo(edited);
      }
      for (String id : accepted) {
        assertThat(store.delete(id)).as(id).isTrue();
        assertThat(store.find(id)).as(id).isEmpty();
      }
      assertThat(store.ids()).isEmpty();
    }
    try (Stream<Path> entries = Files.list(temp)) {
      assertThat(entries).containsExactly(root);
    }
    try (Stream<Path> entries = Files.list(root)) {
      assertThat(entries.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder(".store.json", ".tombstones", ".local");
    }
  }

  private static void requireRefused(FileObjectStore store, String id) {
    ObjectNode document = document(id);
    Versioned<ObjectNode> edited = new Versioned<>(id, NO_REVISION, document);
    List<Revision> rivals =
        List.of(NO_REVISION, Revision.parse("1-833f0fbe0c424fd390e7a5b55c35aee3"));
    List<Consumer<FileObjectStore>> operations =
        List.of(
            s -> s.find(id),
            s -> s.find(id, NO_REVISION),
            s -> s.get(id),
            s -> s.exists(id),
            s -> s.update(edited),
            s -> s.upsert(id, document),
            s -> s.settle(id, document, rivals),
            s -> s.delete(id),
            s -> s.conflicts(id),
            s -> s.revisions(id),
            s -> s.compact(id, Retention.last(1)));
    for (Consumer<FileObjectStore> operation : operations) {
      assertThatThrownBy(() -> operation.accept(store))
          .as(id)
          .isInstanceOf(InvalidIdException.class)
          .message()
          .hasSizeLessThan(1000)
          .doesNotContain("\0", "\n", "\r");
    }
  }

  private static ObjectNode document(String id) {
    return JsonNodeFactory.instance.objectNode().put("length", id.length());
  }
}
