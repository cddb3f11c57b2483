package io.multiprocess.store;

import java.math.BigDecimal;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/**
 * The Jackson settings of documents, the same in every application that shares a store.
 *
 * <p>An application's own mapper is not used, because a naming strategy set for its web interface
 * must not change the fields of stored documents. Times are ISO-8601 text, unknown fields are
 * allowed, and numbers keep every digit: a decimal number that a {@code double} cannot hold becomes
 * a {@link BigDecimal}.
 */
public final class StoreMapper {

  private StoreMapper() {}

  /** A builder with the store's settings, to be extended by modules and serializers of types. */
  public static JsonMapper.Builder builder() {
    return builder(new JsonFactory());
  }

  /** A builder with the store's settings over a factory with limits of its own. */
  public static JsonMapper.Builder builder(JsonFactory factory) {
    return JsonMapper.builder(factory)
        .nodeFactory(new LosslessNodes())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
  }

  /** Keeps decimals as {@code double} where that loses neither value nor digits. */
  private static final class LosslessNodes extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    @Override
    public ValueNode numberNode(BigDecimal value) {
      double nearest = value.doubleValue();
      boolean lossless =
          Double.isFinite(nearest)
              && BigDecimal.valueOf(nearest).compareTo(value) == 0
              && (value.signum() != 0 || value.scale() <= 1)
              && value.scale() <= BigDecimal.valueOf(nearest).scale();
      return lossless ? numberNode(nearest) : super.numberNode(value);
    }
  }
}
