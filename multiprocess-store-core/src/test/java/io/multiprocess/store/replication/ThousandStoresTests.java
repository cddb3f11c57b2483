package io.multiprocess.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiprocess.store.Revision;
import io.multiprocess.store.replication.ManyStores.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand stores that write at once end with one winner and 999 rivals, and then one edit of it
 * is one file for each. A build does it with a hundred.
 */
class ThousandStoresTests {

  private static final int SAMPLE = 100;
  private static final int ALL = 1000;

  @TempDir Path temp;

  @Test
  void hundredStoresAgreeOverAHub(TestReporter reporter) throws IOException {
    agreeOverAHub(SAMPLE, reporter);
  }

  @Test
  void hundredStoresAgreeByGossip(TestReporter reporter) throws IOException {
    agreeByGossip(SAMPLE, reporter);
  }

  @Test
  @Tag("engines")
  void thousandStoresAgreeOverAHub(TestReporter reporter) throws IOException {
    agreeOverAHub(ALL, reporter);
  }

  @Test
  @Tag("engines")
  void thousandStoresAgreeByGossip(TestReporter reporter) throws IOException {
    agreeByGossip(ALL, reporter);
  }

  private void agreeOverAHub(int count, TestReporter reporter) throws IOException {
    try (ManyStores stores = new ManyStores(count, temp)) {
      Exchange exchange = stores.overHub();
      reporter.publishEntry("hub of " + count, exchange.toString());
      assertThat(exchange.copies()).isEqualTo((long) count * (count - 1));
      stores.assertAgreement();

      Revision third = stores.edit(count / 2);
      Exchange after = stores.overHub();
      reporter.publishEntry("revision 3 over a hub of " + count, after.toString());
      assertThat(third.generation()).isEqualTo(3);
      assertThat(after.copies()).as("one file for each other store").isEqualTo(count - 1);
      stores.assertWinner(third);
    }
  }

  private void agreeByGossip(int count, TestReporter reporter) throws IOException {
    long seed = Long.getLong("replication.seed", 1);
    try (ManyStores stores = new ManyStores(count, temp)) {
      Random random = new Random(seed);
      Exchange exchange = stores.byGossip(random);
      reporter.publishEntry("gossip of " + count, exchange.toString());
      assertThat(exchange.copies()).isEqualTo((long) count * (count - 1));
      stores.assertAgreement();

      Revision third = stores.edit(count / 2);
      Exchange after = stores.byGossip(random);
      reporter.publishEntry("revision 3 by gossip of " + count, after.toString());
      assertThat(after.copies()).as("one file for each other store").isEqualTo(count - 1);
      stores.assertWinner(third);
    }
  }
}
