package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;

/// Makes documents that their schemas allow, with the required fields and some others at random; or
/// takes one of the [Samples].
///
/// A schema says that a field is text, but not that it is the name of a label; this class knows it
/// by [#WORDS]. It knows no kinds, only names of fields that many kinds share.
final class Documents {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// How deep a document may be. The schemas refer to themselves.
  private static final int DEEPEST = 14;

  /// By name of a field: the texts that it may have.
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry("name", List.of("a", "web")),
          Map.entry("image", List.of("timonier/web", "busybox:1.36")),
          Map.entry("command", List.of("cat", "sleep")),
          Map.entry("key", List.of("app", "fuzz.io/tier")),
          Map.entry("topologyKey", List.of("kubernetes.io/hostname")),
          Map.entry("signerName", List.of("kubernetes.io/kube-apiserver-client")),
          Map.entry("usages", List.of("client auth")),
          Map.entry("addressType", List.of("IPv4")),
          Map.entry("ip", List.of("10.0.0.7", "10.0.0.8")),
          Map.entry("addresses", List.of("10.0.0.7", "10.0.0.8")),
          Map.entry("address", List.of("127.0.0.1")),
          Map.entry("nodeName", List.of("node-1")),
          Map.entry("reason", List.of("Fuzzed")),
          Map.entry("path", List.of("/healthz")),
          Map.entry("mountPath", List.of("/data")),
          Map.entry("apiVersion", List.of("v1")),
          Map.entry("kind", List.of("ConfigMap")),
          Map.entry("uid", List.of("6a1a3b0e-58a4-4b6a-9a4e-2f2d63c0b111")),
          Map.entry("limits", List.of("1", "64Mi")),
          Map.entry("requests", List.of("1", "500m")),
          Map.entry("capacity", List.of("8")),
          Map.entry("allocatable", List.of("8")),
          Map.entry("type", List.of("Fuzzed")));

  /// Fields that are always written, required or not, because hardly any document makes sense
  /// without them.
  private static final Set<String> ALWAYS =
      Set.of(
          "spec",
          "selector",
          "template",
          "containers",
          "image",
          "ports",
          "port",
          "labels",
          "matchLabels",
          "addressType");

  /// Fields that are never written. The first four would reach beyond the cluster: folders of this
  /// machine, and addresses that something might call; mutations of `replicas` would ask for
  /// billions, and the cluster would make them. The others are the server's.
  private static final Set<String> NEVER =
      Set.of(
          "hostPath",
          "externalIPs",
          "host",
          "externalName",
          "replicas",
          "managedFields",
          "uid",
          "resourceVersion",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "finalizers",
          "generateName",
          "selfLink",
          "ownerReferences");

  private final Api api;
  private final Chance chance;
  private final int rarity;

  /// @param rarity one in so many optional fields is written; 0 for none
  private Documents(Api api, Chance chance, int rarity) {
    this.api = api;
    this.chance = chance;
    this.rarity = rarity;
  }

  /// An object for a place. Half of all have only required fields.
  static ObjectNode of(Api api, Place place, Chance chance) {
    return of(api, place, chance, chance.of(0, 0, 4, 12));
  }

  /// An object with only required fields. A pod of this kind waits to be bound.
  static ObjectNode least(Api api, Place place) {
    var least = of(api, place, Chance.from(0, 0), 0);
    if (place.resource().kind().equals("Pod")) {
      ((ObjectNode) least.path("spec")).put("schedulerName", "another");
    }
    return least;
  }

  /// An object with a status.
  static ObjectNode withStatus(Api api, Place place, Chance chance) {
    var made = of(api, place, chance);
    var status = api.schema(place.resource().schema()).path("properties").path("status");
    if (!status.isMissingNode()) {
      made.set("status", new Documents(api, chance, 3).value(status, "status", 1));
    }
    return made;
  }

  private static ObjectNode of(Api api, Place place, Chance chance, int rarity) {
    var resource = place.resource();
    var samples = Samples.of(resource, NEVER);
    var isMadeUp = samples.isEmpty() || rarity > 0 && chance.one(2);
    var made =
        isMadeUp
            ? new Documents(api, chance, rarity).struct(api.schema(resource.schema()), "", 0)
            : samples.get(rarity == 0 ? 0 : chance.below(samples.size()));
    if (made.at("/spec/request").isTextual()) {
      ((ObjectNode) made.path("spec")).put("request", CertificateRequest.TEXT);
    }
    made.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
    var metadata =
        made.path("metadata") instanceof ObjectNode found ? found : made.putObject("metadata");
    metadata.put("name", place.name());
    metadata.remove("namespace");
    metadata.putObject("labels").put("app", "fuzz");
    if (resource.namespaced()) {
      metadata.put("namespace", place.namespace());
      refer(made, place);
    }
    return made;
  }

  /// Makes an event name an object in its own namespace.
  private static void refer(ObjectNode made, Place place) {
    if (made.path("involvedObject") instanceof ObjectNode object) {
      object.put("namespace", place.namespace()).put("name", "a").put("kind", "Pod");
    }
  }

  private ObjectNode struct(JsonNode schema, String name, int depth) {
    var made = JSON.objectNode();
    var required = new HashSet<String>();
    schema.path("required").forEach(field -> required.add(field.asText()));
    for (var property : schema.path("properties").properties()) {
      var field = property.getKey();
      var isLabelled = name.equals("template") && field.equals("metadata");
      var wanted = required.contains(field) || ALWAYS.contains(field) || isLabelled;
      var extra = rarity > 0 && chance.one(rarity) && depth < DEEPEST;
      if (!NEVER.contains(field) && !field.equals("status") && (wanted || extra)) {
        made.set(field, value(property.getValue(), field, depth + 1));
      }
    }
    return depth > 0 && name.equals("selector") && schema.path("properties").has("matchLabels")
        ? JSON.objectNode().set("matchLabels", labels())
        : made;
  }

  private static ObjectNode labels() {
    return JSON.objectNode().put("app", "fuzz");
  }

  /// A value that a schema allows.
  ///
  /// @param name the name of the field that it is for
  private JsonNode value(JsonNode given, String name, int depth) {
    var schema = followed(given);
    if (schema.has("properties")) {
      return struct(schema, name, depth);
    }
    return switch (schema.path("type").asText()) {
      case "array" -> list(schema, name, depth);
      case "object" -> map(schema, name, depth);
      case "boolean" -> JSON.booleanNode(chance.one(2));
      case "integer" -> JSON.numberNode(number(name));
      case "number" -> JSON.numberNode(chance.below(8) / 2.0);
      default -> text(schema, name);
    };
  }

  private JsonNode followed(JsonNode schema) {
    var reference = schema.path("allOf").path(0).path("$ref").asText(schema.path("$ref").asText());
    return reference.isEmpty()
        ? schema
        : api.schema(reference.substring(reference.lastIndexOf('/') + 1));
  }

  private ArrayNode list(JsonNode schema, String name, int depth) {
    var list = JSON.arrayNode();
    var size = rarity == 0 || depth >= DEEPEST ? 1 : 1 + chance.below(2);
    for (var i = 0; i < size; i++) {
      var element = value(schema.path("items"), name, depth + 1);
      if (element instanceof ObjectNode object && object.has("name")) {
        object.put("name", name.replaceAll("[A-Z].*", "") + i);
      }
      list.add(element);
    }
    return list;
  }

  private JsonNode map(JsonNode schema, String name, int depth) {
    if (name.equals("labels") || name.equals("matchLabels") || name.equals("selector")) {
      return labels();
    }
    if (!schema.has("additionalProperties")) {
      return JSON.objectNode();
    }
    var isResources = WORDS.getOrDefault(name, List.of("")).getFirst().matches("\\d+");
    return JSON.objectNode()
        .set(
            isResources ? chance.of("cpu", "memory") : "a",
            value(schema.path("additionalProperties"), name, depth + 1));
  }

  private int number(String name) {
    return name.equals("replicas") || name.equals("parallelism")
        ? chance.below(3)
        : name.toLowerCase(java.util.Locale.ROOT).endsWith("port")
            ? 1 + chance.below(60_000)
            : 1 + chance.below(9);
  }

  private JsonNode text(JsonNode schema, String name) {
    var values = schema.path("enum");
    if (!values.isEmpty()) {
      return values.get(chance.below(values.size()));
    }
    return switch (schema.path("format").asText()) {
      case "date-time" -> JSON.textNode("2031-05-0%dT12:00:00Z".formatted(1 + chance.below(9)));
      case "byte" -> JSON.textNode(name.equals("request") ? CertificateRequest.TEXT : "ZnV6eg==");
      case "int-or-string" -> chance.one(2) ? JSON.numberNode(number(name)) : JSON.textNode("25%");
      default -> JSON.textNode(words(name).map(chance::of).orElse("fuzz"));
    };
  }

  private static Optional<List<String>> words(String name) {
    return Optional.ofNullable(WORDS.get(name));
  }

  /// A client's request for a certificate; made once, since a key takes long.
  private static final class CertificateRequest {
    static final String TEXT =
        Base64.getEncoder()
            .encodeToString(
                Pem.block(
                        "CERTIFICATE REQUEST",
                        CertificateAuthority.request(
                            CertificateAuthority.newKey(), "fuzz", List.of("fuzzers"), List.of()))
                    .getBytes(StandardCharsets.US_ASCII));
  }
}
