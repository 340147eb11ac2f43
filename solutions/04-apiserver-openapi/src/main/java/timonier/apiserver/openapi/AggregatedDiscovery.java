package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that [Discovery] says of some groups, in one document (Kubernetes, "Aggregated Discovery").
final class AggregatedDiscovery {

  private static final String GROUP = "apidiscovery.k8s.io";
  private static final String KIND = "APIGroupDiscoveryList";

  /// The versions of the document, which do not differ in what is served here.
  private static final List<String> VERSIONS = List.of("v2", "v2beta1");

  /// The version that a client asks for with the first form of JSON that it accepts; empty if that
  /// is not aggregated.
  static Optional<String> wanted(String accept) {
    for (var form : accept.split(",", -1)) {
      var parts = List.of(form.replace(" ", "").split(";", -1));
      if (List.of("application/json", "application/*", "*/*").contains(parts.getFirst())) {
        if (!parts.contains("as=" + KIND)) {
          return Optional.empty();
        }
        if (parts.contains("g=" + GROUP)) {
          var version = VERSIONS.stream().filter(known -> parts.contains("v=" + known)).findFirst();
          if (version.isPresent()) {
            return version;
          }
        }
      }
    }
    return Optional.empty();
  }

  /// The media type of a version: by it, clients know what they got.
  static String mediaType(String version) {
    return "application/json;g=%s;v=%s;as=%s".formatted(GROUP, version, KIND);
  }

  /// The document.
  ///
  /// @param groups the lists of resources of each, one a version, as [Discovery] gives them
  static ObjectNode document(String version, Map<String, List<ObjectNode>> groups) {
    var document = JsonNodeFactory.instance.objectNode();
    document.put("kind", KIND).put("apiVersion", GROUP + "/" + version).putObject("metadata");
    var items = document.putArray("items");
    groups.forEach((name, lists) -> group(name, lists, items.addObject()));
    return document;
  }

  private static void group(String name, List<ObjectNode> lists, ObjectNode described) {
    var metadata = described.putObject("metadata");
    if (!name.isEmpty()) {
      metadata.put("name", name);
    }
    metadata.putNull("creationTimestamp");
    var versions = described.putArray("versions");
    lists.forEach(list -> version(name, list, versions.addObject()));
  }

  private static void version(String name, ObjectNode list, ObjectNode version) {
    var groupVersion = list.path("groupVersion").asText();
    var number = groupVersion.substring(groupVersion.indexOf('/') + 1);
    var resources = version.put("version", number).putArray("resources");
    version.put("freshness", "Current");
    var byName = new LinkedHashMap<String, ObjectNode>();
    for (var resource : list.path("resources")) {
      var parts = resource.path("name").asText().split("/", 2);
      var own = byName.computeIfAbsent(parts[0], plural -> resource(plural, resource, resources));
      if (parts.length == 1) {
        complete(kind(name, number, resource), resource, own);
      } else {
        subresource(parts[1], kind(name, number, resource), resource, own);
      }
    }
  }

  /// What is said of a resource even where only a subresource of it is served.
  private static ObjectNode resource(String plural, JsonNode resource, ArrayNode resources) {
    var described = resources.addObject().put("resource", plural);
    described.putObject("responseKind").put("group", "").put("version", "").put("kind", "");
    described
        .put("scope", resource.path("namespaced").asBoolean() ? "Namespaced" : "Cluster")
        .put("singularResource", "")
        .putArray("verbs");
    return described;
  }

  private static void complete(ObjectNode kind, JsonNode resource, ObjectNode described) {
    described.set("responseKind", kind);
    described.set("singularResource", resource.path("singularName"));
    for (var field : List.of("verbs", "shortNames", "categories")) {
      if (resource.has(field)) {
        described.set(field, resource.get(field));
      }
    }
  }

  private static void subresource(
      String name, ObjectNode kind, JsonNode resource, ObjectNode described) {
    var own = described.withArray("subresources").addObject().put("subresource", name);
    own.set("responseKind", kind);
    own.set("verbs", resource.path("verbs"));
  }

  private static ObjectNode kind(String group, String version, JsonNode resource) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("group", resource.path("group").asText(group))
        .put("version", resource.path("version").asText(version))
        .put("kind", resource.path("kind").asText());
  }

  private AggregatedDiscovery() {}
}
