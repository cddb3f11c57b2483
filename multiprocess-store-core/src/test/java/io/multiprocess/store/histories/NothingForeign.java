package io.multiprocess.store.histories;

import io.multiprocess.store.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every document that is read, or lies there, is the whole document of one write of that object,
 * which had begun and was not refused; and no write is published twice.
 */
final class NothingForeign implements Oracle {

  @Override
  public void check(ObjectHistory object, Consumer<String> violations) {
    Map<String, Write> writes = new HashMap<>();
    object.writes().forEach(write -> writes.put(write.name(), write));
    Map<Revision, String> documents = new HashMap<>();
    Map<String, Revision> revisions = new HashMap<>();
    for (Write write : object.writes()) {
      write.revision().ifPresent(revision -> documents.put(revision, write.name()));
      write.revision().ifPresent(revision -> revisions.put(write.name(), revision));
    }
    for (Read read : object.reads()) {
      for (Read.Seen seen : read.seen()) {
        if (seen.hasDocument()) {
          check(read.toString(), seen, read.end(), writes, violations);
          checkOnlyOne(read.toString(), seen, documents, revisions, violations);
        }
      }
    }
    for (Body body : object.bodies().values()) {
      if (body.whole()) {
        Read.Seen seen = new Read.Seen(body.revision(), body.write());
        check("The store", seen, Long.MAX_VALUE, writes, violations);
        checkOnlyOne("The store", seen, documents, revisions, violations);
      }
    }
  }

  private static void check(
      String who,
      Read.Seen seen,
      long end,
      Map<String, Write> writes,
      Consumer<String> violations) {
    Write write = writes.get(seen.write());
    if (write == null) {
      violations.accept(
          "%s has foreign or torn data as %s: %s".formatted(who, seen.revision(), seen.write()));
    } else if (write.begin() > end) {
      violations.accept("%s has %s before %s".formatted(who, seen.revision(), write));
    } else if (write.isRefused()) {
      violations.accept("%s has %s although refused: %s".formatted(who, seen.revision(), write));
    }
  }

  private static void checkOnlyOne(
      String who,
      Read.Seen seen,
      Map<Revision, String> documents,
      Map<String, Revision> revisions,
      Consumer<String> violations) {
    String document = documents.putIfAbsent(seen.revision(), seen.write());
    if (document != null && !document.equals(seen.write())) {
      violations.accept(
          "%s has the document of %s as %s, which is that of %s"
              .formatted(who, seen.write(), seen.revision(), document));
    }
    Revision revision = revisions.putIfAbsent(seen.write(), seen.revision());
    if (revision != null && !revision.equals(seen.revision())) {
      violations.accept(
          "%s has %s published twice, as %s and %s"
              .formatted(who, seen.write(), revision, seen.revision()));
    }
  }
}
