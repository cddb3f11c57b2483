package io.multiprocess.store.file;

import io.multiprocess.store.DamagedRevisionException;
import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreListener;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each damaged revision once. */
final class DamageReports {

  private static final Logger log = LoggerFactory.getLogger(DamageReports.class);

  private static final int REMEMBERED = 10_000;

  private final StoreLayout layout;
  private final StoreListener listener;
  private final Set<Path> told = ConcurrentHashMap.newKeySet();

  DamageReports(StoreLayout layout, StoreListener listener) {
    this.layout = layout;
    this.listener = listener;
  }

  /** The damage as an exception, told to the listener if it is news. */
  DamagedRevisionException report(String id, String name, Revision revision, String finding) {
    Path file = layout.revision(name, revision);
    DamagedRevisionException damage =
        new DamagedRevisionException(id, revision, "%s (%s)".formatted(finding, file));
    if (told.size() >= REMEMBERED) {
      told.clear();
    }
    if (told.add(file)) {
      log.warn("{}", damage.getMessage());
      listener.revisionDamaged(damage);
    }
    return damage;
  }
}
