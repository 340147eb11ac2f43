package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What a server publishes about its API, which is all that the fuzzer knows about it.
///
/// @param resources what can be read and written
/// @param schemas the types of OpenAPI version 3, by name
/// @param documents the paths of documents that can only be read
record Api(List<Resource> resources, Map<String, JsonNode> schemas, List<String> documents) {

  /// A resource.
  ///
  /// @param base the path of its group and version, as in `/apis/apps/v1`
  /// @param plural its name in paths
  /// @param kind its name in documents
  /// @param namespaced whether its objects lie in namespaces
  /// @param schema the name of its schema; empty if none is published
  /// @param verbs its verbs, and those of its subresources as in `scale:get`
  record Resource(
      String base,
      String plural,
      String kind,
      boolean namespaced,
      String schema,
      List<String> verbs) {

    String collection(String namespace) {
      return base + (namespaced ? "/namespaces/" + namespace : "") + "/" + plural;
    }

    /// Returns the path of an object. Some kinds allow names that must be escaped in a path.
    String object(String namespace, String name) {
      try {
        return new URI(null, null, collection(namespace) + "/" + name, null).toASCIIString();
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(name, e);
      }
    }

    String apiVersion() {
      return base.substring(base.startsWith("/apis/") ? "/apis/".length() : "/api/".length());
    }

    @Override
    public String toString() {
      return plural;
    }
  }

  /// Reads the published documents.
  ///
  /// @param get reads the JSON document at a path
  static Api read(Function<String, JsonNode> get) {
    var schemas = new TreeMap<String, JsonNode>();
    var documents =
        new ArrayList<>(
            List.of("/version", "/healthz", "/livez", "/readyz", "/metrics", "/api", "/apis"));
    documents.addAll(List.of("/openapi/v2", "/openapi/v3"));
    for (var place : get.apply("/openapi/v3").path("paths")) {
      var url = place.path("serverRelativeURL").asText();
      documents.add(url.replaceAll("\\?.*", ""));
      get.apply(url)
          .path("components")
          .path("schemas")
          .properties()
          .forEach(schema -> schemas.put(schema.getKey(), schema.getValue()));
    }
    var bases = new ArrayList<String>();
    get.apply("/api").path("versions").forEach(version -> bases.add("/api/" + version.asText()));
    for (var group : get.apply("/apis").path("groups")) {
      documents.add("/apis/" + group.path("name").asText());
      group
          .path("versions")
          .forEach(version -> bases.add("/apis/" + version.path("groupVersion").asText()));
    }
    var resources = new ArrayList<Resource>();
    for (var base : bases) {
      resources.addAll(resources(base, get.apply(base).path("resources"), schemas));
    }
    documents.addAll(bases);
    return new Api(resources, schemas, documents);
  }

  private static List<Resource> resources(
      String base, JsonNode list, Map<String, JsonNode> schemas) {
    var found = new LinkedHashMap<String, Resource>();
    for (var item : list) {
      var name = item.path("name").asText().split("/", 2);
      if (name.length == 1) {
        var kind = item.path("kind").asText();
        var apiVersion = base.replaceAll("^/apis?/", "");
        var schema = schemaOf(apiVersion, kind, schemas);
        var namespaced = item.path("namespaced").asBoolean();
        found.put(
            name[0], new Resource(base, name[0], kind, namespaced, schema, new ArrayList<>()));
      }
      var owner = found.get(name[0]);
      if (owner != null) {
        var prefix = name.length == 1 ? "" : name[1] + ":";
        item.path("verbs").forEach(verb -> owner.verbs().add(prefix + verb.asText()));
      }
    }
    return List.copyOf(found.values());
  }

  private static String schemaOf(String apiVersion, String kind, Map<String, JsonNode> schemas) {
    for (var schema : schemas.entrySet()) {
      for (var known : schema.getValue().path("x-kubernetes-group-version-kind")) {
        var group = known.path("group").asText();
        var version = (group.isEmpty() ? "" : group + "/") + known.path("version").asText();
        if (version.equals(apiVersion) && known.path("kind").asText().equals(kind)) {
          return schema.getKey();
        }
      }
    }
    return "";
  }

  /// The resources with a verb.
  List<Resource> with(String verb) {
    return resources.stream().filter(resource -> resource.verbs().contains(verb)).toList();
  }

  /// A schema by its name.
  ObjectNode schema(String name) {
    return (ObjectNode)
        schemas.getOrDefault(
            name, com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode());
  }
}
