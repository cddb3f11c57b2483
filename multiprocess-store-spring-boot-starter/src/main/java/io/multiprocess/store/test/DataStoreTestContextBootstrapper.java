package io.multiprocess.store.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Starts the contexts of {@link DataStoreTest}. */
final class DataStoreTestContextBootstrapper
    extends TestSliceTestContextBootstrapper<DataStoreTest> {}
