package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every acknowledged revision is live or named by a tombstone, and its body is kept either way. A
 * tombstone names nothing that was not published, and names as superseded only what others were
 * made from.
 */
final class NothingLost implements Oracle {

  @Override
  public void check(ObjectHistory object, Consumer<String> violations) {
    checkAcknowledged(object, violations);
    checkBodies(object, violations);
    checkNamed(object, violations);
  }

  private static void checkAcknowledged(ObjectHistory object, Consumer<String> violations) {
    Map<Write, Revision> published = object.published();
    Map<Revision, Write> writers = new HashMap<>();
    for (Write write : object.writes()) {
      if (!write.isAcknowledged() || !write.publishes()) {
        continue;
      }
      Revision revision = published.get(write);
      Body body = revision == null ? null : object.bodies().get(revision);
      if (revision == null || body == null) {
        violations.accept("%s is nowhere".formatted(write));
      } else if (!body.whole()) {
        violations.accept("%s is damaged".formatted(write));
      } else if (!body.write().equals(write.name())) {
        violations.accept("%s holds the document of %s".formatted(write, body.write()));
      }
      if (revision != null) {
        Write other = writers.put(revision, write);
        if (other != null) {
          violations.accept("%s and %s are one revision".formatted(other, write));
        }
      }
    }
  }

  private static void checkBodies(ObjectHistory object, Consumer<String> violations) {
    for (Body body : object.bodies().values()) {
      boolean named = object.naming(body.revision()).isPresent();
      if (body.archived() && !named) {
        violations.accept("%s was taken away without a tombstone".formatted(body.revision()));
      } else if (!body.archived() && named) {
        violations.accept("%s is dead and nobody swept it".formatted(body.revision()));
      }
      if (!body.whole() && !Body.isNpm(body.revision())) {
        violations.accept("%s is not what its name proves".formatted(body.revision()));
      }
    }
  }

  private static void checkNamed(ObjectHistory object, Consumer<String> violations) {
    Map<String, Write> writes = new HashMap<>();
    object.writes().forEach(write -> writes.put(write.name(), write));
    Set<Revision> bases = new HashSet<>();
    object.bases().values().forEach(bases::addAll);
    object
        .namings()
        .forEach(
            (revision, naming) -> {
              Body body = object.bodies().get(revision);
              if (body == null) {
                violations.accept("A tombstone names %s, which is nowhere".formatted(revision));
                return;
              }
              Write write = writes.get(body.write());
              if (write != null && write.begin() > naming.by()) {
                violations.accept("A tombstone named %s before %s".formatted(revision, write));
              }
              if (Naming.SUPERSEDED.containsAll(naming.kinds()) && !bases.contains(revision)) {
                violations.accept(
                    "A tombstone of kind %s names %s, from which nothing was made"
                        .formatted(naming.kinds(), revision));
              }
            });
  }
}
