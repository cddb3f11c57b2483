package io.multiprocess.store;

import io.multiprocess.store.file.FileObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreContractTests extends ObjectStoreContract {

  @TempDir Path directory;

  @Override
  ObjectStore open() {
    return FileObjectStore.open(directory);
  }
}
