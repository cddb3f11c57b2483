package io.multiprocess.store.spring;

import io.multiprocess.store.file.CompactionReport;
import io.multiprocess.store.file.FileObjectStore;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One store and what is done to it in the background. */
final class MaintainedStore {

  private static final Logger log = LoggerFactory.getLogger(MaintainedStore.class);

  private final StoreTemplate template;
  private final Maintenance maintenance;
  private volatile boolean failing;

  MaintainedStore(StoreTemplate template, Maintenance maintenance) {
    this.template = template;
    this.maintenance = maintenance;
  }

  /** Does it once, on one thread at a time. Never throws: a failure is logged when it begins. */
  void run() {
    List<String> done = new ArrayList<>();
    try {
      settle(done);
      template
          .files()
          .ifPresent(
              files -> {
                compact(files, done);
                purge(files, done);
                purgeTombstones(files, done);
              });
      if (failing) {
        failing = false;
        log.info("Maintenance of store '{}' works again", template.name());
      }
    } catch (RuntimeException | Error e) {
      if (!failing) {
        failing = true;
        log.warn("Maintenance of store '{}' failed: {}", template.name(), e.getMessage(), e);
      }
    }
    if (!done.isEmpty()) {
      log.info("Maintenance of store '{}' {}", template.name(), String.join(", ", done));
    }
  }

  private void settle(List<String> done) {
    if (maintenance.settleCaptured()) {
      int settled = template.bare().settleCaptured(false).size();
      if (settled > 0) {
        done.add("settled %d captured rivals".formatted(settled));
      }
    }
  }

  private void compact(FileObjectStore files, List<String> done) {
    maintenance
        .retention()
        .map(files::compact)
        .filter(report -> report.revisions() > 0)
        .ifPresent(report -> done.add("retired " + describe(report)));
  }

  private void purge(FileObjectStore files, List<String> done) {
    maintenance
        .archiveAge()
        .map(age -> files.purgeArchive(age, false))
        .filter(report -> report.revisions() > 0)
        .ifPresent(report -> done.add("purged " + describe(report) + " from the archive"));
  }

  private void purgeTombstones(FileObjectStore files, List<String> done) {
    long purged = maintenance.purgeTombstones() ? files.purgeTombstones(false) : 0;
    if (purged > 0) {
      done.add("removed %d tombstones past the horizon".formatted(purged));
    }
  }

  private static String describe(CompactionReport report) {
    return "%d revisions of %d objects (%d bytes)"
        .formatted(report.revisions(), report.objects(), report.bytes());
  }
}
