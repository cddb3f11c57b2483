package io.multiprocess.store.interleavings;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the randomness of stores that are opened under a seed depend on the seed alone, so that
 * what they do can be repeated call by call. All other randomness of this JVM stays what it is.
 */
public final class Nonces implements AutoCloseable {

  private static final ThreadLocal<@Nullable Long> SEED = new ThreadLocal<>();

  private final Provider provider;

  private Nonces(Provider provider) {
    this.provider = provider;
  }

  /** Until it is closed, seeds count. */
  public static Nonces begin() {
    Provider provider = new SeededProvider();
    Security.insertProviderAt(provider, 1);
    return new Nonces(provider);
  }

  @Override
  public void close() {
    Security.removeProvider(provider.getName());
  }

  /** What is made by this thread meanwhile takes its randomness from the seed. */
  public static <T> T seeded(long seed, Supplier<T> made) {
    SEED.set(seed);
    try {
      return made.get();
    } finally {
      SEED.remove();
    }
  }

  private static final class SeededProvider extends Provider {
    private static final long serialVersionUID = 1L;

    SeededProvider() {
      super("Seeded", "1", "Randomness from seeds");
      put("SecureRandom.Seeded", Seeded.class.getName());
    }
  }

  /** Made by the provider. */
  public static final class Seeded extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    private final Random random;

    /** Takes the thread's seed, if there is one. */
    public Seeded() {
      Long seed = SEED.get();
      this.random = seed == null ? strong() : new Random(seed);
    }

    private static Random strong() {
      try {
        return SecureRandom.getInstance("DRBG");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("This Java runtime has no DRBG", e);
      }
    }

    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      byte[] seed = new byte[length];
      random.nextBytes(seed);
      return seed;
    }
  }
}
