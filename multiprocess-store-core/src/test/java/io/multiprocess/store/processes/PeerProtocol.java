package io.multiprocess.store.processes;

import io.multiprocess.store.Revision;
import io.multiprocess.store.StoreMapper;
import io.multiprocess.store.Versioned;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines between a {@link StorePeer} and its process: one JSON request a line, one JSON answer a
 * line, in ASCII, so that text of any kind survives the pipe.
 *
 * <pre>
 * ready                                                       the process has opened the store
 * {"op":"get","id":"alice"}                                   a request
 * {"ok":{"id":"alice","rev":"0-...","value":{...}}}           its answer
 * {"error":"ObjectNotFoundException: Object ..."}             or its failure
 * </pre>
 */
final class PeerProtocol {

  static final String READY = "ready";

  static final JsonMapper JSON =
      StoreMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  private PeerProtocol() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ObjectNode encode(Versioned<ObjectNode> object) {
    ObjectNode encoded = object();
    encoded.put("id", object.id());
    encoded.put("rev", object.revision().toString());
    encoded.set("value", object.value());
    return encoded;
  }

  static Versioned<ObjectNode> decode(JsonNode encoded) {
    return new Versioned<>(
        encoded.get("id").stringValue(),
        Revision.parse(encoded.get("rev").stringValue()),
        (ObjectNode) encoded.get("value"));
  }
}
