package io.multiprocess.store.benchmarks;

import static io.multiprocess.store.benchmarks.contenders.Candidate.CHRONICLE;
import static io.multiprocess.store.benchmarks.contenders.Candidate.H2;
import static io.multiprocess.store.benchmarks.contenders.Candidate.LMDB;
import static io.multiprocess.store.benchmarks.contenders.Candidate.MAPDB;
import static io.multiprocess.store.benchmarks.contenders.Candidate.MVSTORE;
import static io.multiprocess.store.benchmarks.contenders.Candidate.NITRITE;
import static io.multiprocess.store.benchmarks.contenders.Candidate.NPM;
import static io.multiprocess.store.benchmarks.contenders.Candidate.POUCHDB;
import static io.multiprocess.store.benchmarks.contenders.Candidate.ROCKSDB;
import static io.multiprocess.store.benchmarks.contenders.Candidate.SQLITE;
import static io.multiprocess.store.benchmarks.contenders.Candidate.STORE;
import static io.multiprocess.store.benchmarks.contenders.Candidate.STORE_DELAYED;
import static io.multiprocess.store.benchmarks.contenders.Candidate.STORE_REJECT;
import static io.multiprocess.store.benchmarks.contenders.Candidate.XODUS;

import io.multiprocess.store.benchmarks.contenders.Candidate;
import io.multiprocess.store.benchmarks.workloads.Measure;
import java.util.List;

/**
 * What this store aims at, told as ratios of figures of one run: these hold on other machines too.
 */
final class Goals {

  private static final Candidate[] PEERS = {
    SQLITE, H2, MVSTORE, NITRITE, MAPDB, ROCKSDB, LMDB, CHRONICLE, XODUS, POUCHDB
  };

  static final List<Goal> ALL =
      List.of(
          Goal.times(
                  40, Measure.GET, false, "hot get with foreign-delay, against each other", PEERS)
              .by(STORE_DELAYED),
          Goal.times(1000, Measure.GET, false, "hot get, against npm", NPM),
          Goal.times(2.5, Measure.GET, false, "hot get, against SQLite", SQLITE),
          Goal.times(
              1.2,
              Measure.GET,
              false,
              "hot get, against LMDB, RocksDB, MapDB",
              LMDB,
              ROCKSDB,
              MAPDB),
          Goal.times(1, Measure.GET, false, "hot get, against MVStore", MVSTORE),
          Goal.like(
              1 / 1.1,
              Measure.GET_10000,
              Measure.GET_1,
              "get with 10,000 revisions, against one with 1"),
          Goal.times(1000, Measure.GET_1000, false, "get with 1,000 revisions, against npm", NPM),
          Goal.times(
              200, Measure.OPEN, false, "open in a fresh process, against each other", PEERS),
          Goal.bound(1, Measure.OPEN, STORE, false, "open in a fresh process, ms at most"),
          Goal.times(
              1, Measure.REOPEN, false, "open and get in a warm process, against LMDB", LMDB),
          Goal.times(
              2, Measure.REOPEN, false, "open and get in a warm process, against SQLite", SQLITE),
          Goal.times(
              10,
              Measure.REOPEN,
              false,
              "open and get in a warm process, against MVStore, MapDB, Nitrite",
              MVSTORE,
              MAPDB,
              NITRITE),
          Goal.times(
              100,
              Measure.REOPEN,
              false,
              "open and get in a warm process, against RocksDB, Xodus",
              ROCKSDB,
              XODUS),
          Goal.times(
              1,
              Measure.SCAN_AGAIN,
              false,
              "scan again, against LMDB, SQLite, MVStore",
              LMDB,
              SQLITE,
              MVSTORE),
          Goal.times(20, Measure.SCAN_AGAIN, false, "scan again, against each other", PEERS),
          Goal.times(8, Measure.SCAN_FIRST, false, "first scan, against npm", NPM),
          Goal.bound(900, Measure.SCAN_FIRST, STORE, false, "first scan of 100,000, ms at most"),
          Goal.times(6, Measure.COUNT_FIRST, false, "first count of conflicts, against npm", NPM),
          Goal.times(14, Measure.COUNT_AGAIN, false, "later count of conflicts, against npm", NPM),
          Goal.times(
              1 / 0.85,
              Measure.DURABLE_1,
              true,
              "durable update, against SQLite, RocksDB",
              SQLITE,
              ROCKSDB),
          Goal.times(1 / 0.6, Measure.DURABLE_1, true, "durable update, against LMDB", LMDB),
          Goal.times(
              1 / 0.35,
              Measure.DURABLE_1,
              true,
              "durable update, against Xodus, H2, MapDB",
              XODUS,
              H2,
              MAPDB),
          Goal.times(
              1 / 0.75,
              Measure.DURABLE_16,
              true,
              "durable update by 16 threads, against RocksDB",
              ROCKSDB),
          Goal.times(
              1 / 0.3,
              Measure.DURABLE_16,
              true,
              "durable update by 16 threads, against SQLite",
              SQLITE),
          Goal.times(
              1 / 0.2,
              Measure.DURABLE_16,
              true,
              "durable update by 16 threads, against LMDB",
              LMDB),
          Goal.times(
              1 / 1.5,
              Measure.DURABLE_1,
              true,
              "durable update without a journal, against SQLite",
              SQLITE),
          Goal.times(
              1 / 0.5,
              Measure.DURABLE_4,
              true,
              "durable update without a journal by 4 threads, against SQLite",
              SQLITE),
          Goal.times(3, Measure.DISJOINT, false, "processes with own objects, against npm", NPM),
          Goal.times(
              1, Measure.DISJOINT, false, "processes with own objects, against SQLite", SQLITE),
          Goal.times(2.5, Measure.SAME, false, "processes on the same 10, against npm", NPM),
          Goal.bound(0, Measure.SAME_LOST, STORE, false, "processes on the same 10, updates lost"),
          Goal.bound(
              0,
              Measure.SAME_HIDDEN,
              STORE_REJECT,
              false,
              "processes on the same 10, set to reject, updates beside the value"),
          Goal.bound(0, Measure.ERRORS, STORE, false, "processes, operations failed"),
          Goal.times(
              1, Measure.DISJOINT, true, "durable processes with own objects, against LMDB", LMDB),
          Goal.times(
              1.6, Measure.DISJOINT, true, "durable processes with own objects, against H2", H2),
          Goal.bound(
              0.9,
              Measure.DISJOINT_FAIRNESS,
              STORE,
              true,
              "durable processes with own objects, slowest / fastest"),
          Goal.times(2.4, Measure.CREATE, false, "create, against npm", NPM),
          Goal.times(1, Measure.CREATE, false, "create, against Xodus, PouchDB", XODUS, POUCHDB),
          Goal.times(1 / 1.5, Measure.CREATE, false, "create, against SQLite, H2", SQLITE, H2),
          Goal.times(4.9, Measure.UPDATE, false, "update, against npm", NPM),
          Goal.times(1, Measure.UPDATE, false, "update, against H2, Nitrite", H2, NITRITE),
          Goal.times(2, Measure.UPDATE, false, "update, against Xodus", XODUS),
          Goal.times(1 / 1.3, Measure.UPDATE, false, "update, against SQLite", SQLITE),
          Goal.bound(0, Measure.REFUSED, STORE, false, "processes that could not open"));

  private Goals() {}
}
