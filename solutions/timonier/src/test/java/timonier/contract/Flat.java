package timonier.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// An object as one flat map from JSON pointers to values.
final class Flat {

  /// Fields that differ between moments or clusters.
  private static final Pattern VOLATILE =
      Pattern.compile(
          "/metadata/(uid|resourceVersion|creationTimestamp|managedFields|selfLink|name|namespace"
              + "|generation).*|/spec/clusterIPs?.*|/spec/healthCheckNodePort.*");

  /// Fields that the server chooses.
  private static final Pattern CHOSEN = Pattern.compile(".*/nodePort.*");

  static Map<String, JsonNode> of(JsonNode object) {
    var flat = new TreeMap<String, JsonNode>();
    collect(object, "", flat);
    return flat;
  }

  private static void collect(JsonNode value, String path, Map<String, JsonNode> flat) {
    if (value.isObject() && !value.isEmpty()) {
      for (var entry : value.properties()) {
        var key = entry.getKey().replace("~", "~0").replace("/", "~1");
        collect(entry.getValue(), path + "/" + key, flat);
      }
    } else if (value.isArray() && !value.isEmpty()) {
      for (var i = 0; i < value.size(); i++) {
        collect(value.get(i), path + "/" + i, flat);
      }
    } else {
      flat.put(path, value);
    }
  }

  /// The fields that came back with other values than were sent; `(gone)` for those that did not
  /// come back.
  static Map<String, JsonNode> difference(JsonNode sent, JsonNode got) {
    var before = of(sent);
    var after = of(got);
    var difference = new TreeMap<String, JsonNode>();
    after.forEach((path, value) -> {
      var isChosen = CHOSEN.matcher(path).matches();
      if (!isVolatile(path) && !isChosen && !value.equals(before.get(path))) {
        difference.put(path, value);
      }
    });
    before.forEach((path, value) -> {
      var saysNothing = value.isNull() || value.isContainerNode();
      if (!after.containsKey(path) && !isVolatile(path) && !saysNothing) {
        difference.put(path, TextNode.valueOf("(gone)"));
      }
    });
    return difference;
  }

  static boolean isVolatile(String path) {
    return VOLATILE.matcher(path).matches();
  }

  private Flat() {}
}
