package io.multiprocess.store.replication;

import io.multiprocess.store.file.Durability;
import io.multiprocess.store.file.FileObjectStore;
import io.multiprocess.store.file.StoreOptions;
import java.nio.file.Path;

/** Exchanges between two stores, and tells after each object how many revisions it has copied. */
final class CopyingMain {

  private CopyingMain() {}

  /** Arguments are the stores' directories. */
  public static void main(String[] arguments) {
    StoreOptions options = StoreOptions.defaults().withDurability(Durability.NONE);
    try (FileObjectStore source = FileObjectStore.open(Path.of(arguments[0]), options);
        FileObjectStore target = FileObjectStore.open(Path.of(arguments[1]), options)) {
      Replicator.between(source, target)
          .withProgress(progress -> System.out.println(progress.revisions()))
          .exchange();
    }
  }
}
