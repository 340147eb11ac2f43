package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/// Deletes all that was not there at the beginning.
final class Sweep {

  private static final int MOST_ROUNDS = 300;
  private static final long PAUSE_NANOS = 100_000_000;

  private final Plain plain;
  private final Set<String> kept;

  /// @param plain the connection to the server, whose present state each sweep restores
  Sweep(Plain plain) {
    this.plain = plain;
    this.kept = new TreeSet<>(paths().keySet());
  }

  /// All objects, by path.
  private TreeMap<String, JsonNode> paths() {
    var found = new TreeMap<String, JsonNode>();
    for (var resource : plain.api().with("list")) {
      for (var object : plain.get(resource.base() + "/" + resource.plural()).path("items")) {
        var metadata = object.path("metadata");
        found.put(
            resource.object(metadata.path("namespace").asText(), metadata.path("name").asText()),
            metadata);
      }
    }
    return found;
  }

  /// Deletes, again and again, since components make new objects for old ones.
  ///
  /// @return what could not be deleted
  Set<String> clean() {
    var left = new TreeMap<String, JsonNode>();
    for (var round = 0; round < MOST_ROUNDS; round++) {
      left = paths();
      left.keySet().removeAll(kept);
      if (left.isEmpty()) {
        return Set.of();
      }
      left.forEach(this::delete);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return left.keySet();
  }

  private void delete(String path, JsonNode metadata) {
    if (!metadata.path("finalizers").isEmpty()) {
      var patch = JsonNodeFactory.instance.objectNode();
      patch.putObject("metadata").putNull("finalizers");
      plain.call("PATCH", path, patch);
    }
    plain.call("DELETE", path + "?gracePeriodSeconds=0&propagationPolicy=Background");
  }
}
