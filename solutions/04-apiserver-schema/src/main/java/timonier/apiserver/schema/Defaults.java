package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.Quantity;
import timonier.pods.objects.JsonFormat;

/// Fills in what a document leaves to Kubernetes.
///
/// Each rule belongs to a type, so a pod template gets the same defaults as a pod. They are those
/// of the API reference of Kubernetes 1.36. What is always the same stands in a table; what depends
/// on other fields is a method.
public final class Defaults {

  private static final Map<String, Consumer<ObjectNode>> COMMON =
      Map.ofEntries(
          Map.entry("core/v1.Pod", Defaults::pod),
          Map.entry("core/v1.PodSpec", Defaults::podSpec),
          Map.entry("core/v1.Container", ContainerDefaults::container),
          Map.entry("core/v1.EphemeralContainer", ContainerDefaults::container),
          Map.entry("core/v1.Secret", Defaults::secret),
          Map.entry("core/v1.ServiceSpec", NetworkDefaults::serviceSpec),
          Map.entry("core/v1.ServicePort", NetworkDefaults::servicePort),
          Map.entry("networking/v1.NetworkPolicySpec", NetworkDefaults::networkPolicySpec),
          Map.entry("core/v1.Namespace", Defaults::namespace),
          Map.entry("core/v1.Volume", Defaults::volume),
          Map.entry("core/v1.NodeSpec", ClusterDefaults::nodeSpec),
          Map.entry("core/v1.LimitRangeItem", ClusterDefaults::limit),
          Map.entry("rbac/v1.RoleRef", ClusterDefaults::roleRef),
          Map.entry("rbac/v1.Subject", ClusterDefaults::subject),
          Map.entry("resource/v1.ExactDeviceRequest", ClusterDefaults::deviceRequest),
          Map.entry("resource/v1.DeviceSubRequest", ClusterDefaults::deviceRequest));

  private static final Map<String, Consumer<ObjectNode>> RULES = rules();

  private static Map<String, Consumer<ObjectNode>> rules() {
    var all = new HashMap<>(WorkloadDefaults.rules());
    all.putAll(COMMON);
    return all;
  }

  /// Values by type and field.
  private static final Map<String, Map<String, JsonNode>> VALUES = values();

  private static Map<String, Map<String, JsonNode>> values() {
    var all = new HashMap<String, Map<String, JsonNode>>();
    for (var row : Table.rows(Defaults.class, "defaults.tsv")) {
      var value = JsonFormat.parse(row[2].getBytes(StandardCharsets.UTF_8));
      all.computeIfAbsent(row[0], _ -> new LinkedHashMap<>()).put(row[1], value);
    }
    return all;
  }

  /// Fills in all defaults, in place. What says nothing counts as left out.
  public static void apply(Struct schema, ObjectNode document) {
    GoForm.omit(schema, document);
    VALUES
        .getOrDefault(schema.name(), Map.of())
        .forEach((field, value) -> {
          if (!document.hasNonNull(field)) {
            document.set(field, value.deepCopy());
          }
        });
    var rule = RULES.get(schema.name());
    if (rule != null) {
      rule.accept(document);
    }
    for (var entry : document.properties()) {
      var field = schema.fields().get(entry.getKey());
      if (field != null) {
        below(field.type(), entry.getValue());
      }
    }
    for (var field : schema.fields().values()) {
      // in Go, a document within a document is always there
      if (field.type() instanceof Struct struct
          && !field.nullable()
          && !document.has(field.name())) {
        apply(struct, document.putObject(field.name()));
      }
    }
  }

  private static void below(FieldType type, JsonNode value) {
    switch (type) {
      case Scalar _ -> {}
      case Struct struct -> {
        if (value instanceof ObjectNode object) {
          apply(struct, object);
        }
      }
      case ListOf list -> value.forEach(element -> below(list.element(), element));
      case MapOf map when map.value() == Scalar.QUANTITY -> roundUp((ObjectNode) value);
      case MapOf map -> value.forEach(element -> below(map.value(), element));
    }
  }

  /// Amounts of resources are kept in thousandths.
  private static void roundUp(ObjectNode amounts) {
    for (var amount : amounts.properties()) {
      if (GoForm.isCanonical(amount.getValue())) {
        continue; // in whole thousandths
      }
      var exact = Quantity.parse(amount.getValue().asText().strip());
      var rounded = exact.value().setScale(3, RoundingMode.UP);
      amount.setValue(TextNode.valueOf(new Quantity(rounded, exact.format()).toString()));
    }
  }

  static void text(ObjectNode object, String name, String value) {
    if (!object.hasNonNull(name)) {
      object.put(name, value);
    }
  }

  private static void number(ObjectNode object, String name, int value) {
    if (!object.hasNonNull(name)) {
      object.put(name, value);
    }
  }

  /// By its label, a namespace can be selected by name.
  private static void namespace(ObjectNode namespace) {
    var metadata = namespace.path("metadata");
    if (metadata instanceof ObjectNode object && metadata.hasNonNull("name")) {
      object.withObject("/labels").set("kubernetes.io/metadata.name", metadata.get("name"));
    }
  }

  /// What a pod has that a template of pods leaves open. How well it is served follows from what it
  /// asks for; without a class it has no priority.
  private static void pod(ObjectNode pod) {
    ContainerDefaults.ofPod(pod.path("spec"));
    if (pod.path("status") instanceof ObjectNode status) {
      text(status, "qosClass", QosClass.of(pod.path("spec")));
    }
    if (pod.path("spec") instanceof ObjectNode spec) {
      spec.putIfAbsent("enableServiceLinks", BooleanNode.TRUE);
      if (!spec.has("priorityClassName")) {
        number(spec, "priority", 0);
        text(spec, "preemptionPolicy", "PreemptLowerPriority");
      }
    }
  }

  /// A volume of no kind is an empty folder.
  private static void volume(ObjectNode volume) {
    if (volume.propertyStream().allMatch(field -> field.getKey().equals("name"))) {
      volume.putObject("emptyDir");
    }
  }

  /// A pod's account has two names; the one without `Name` is outdated.
  private static void serviceAccount(ObjectNode spec) {
    var account = spec.path("serviceAccountName").asText("");
    if (!account.isEmpty()) {
      spec.put("serviceAccount", account);
    } else if (spec.hasNonNull("serviceAccount")) {
      spec.set("serviceAccountName", spec.get("serviceAccount"));
    }
  }

  private static void podSpec(ObjectNode spec) {
    if (!spec.has("securityContext")) {
      spec.putObject("securityContext");
    }
    serviceAccount(spec);
  }

  /// What was written as text is kept as bytes; it wins over bytes of the same name.
  private static void secret(ObjectNode secret) {
    if (secret.remove("stringData") instanceof ObjectNode texts && !texts.isEmpty()) {
      var data =
          secret.path("data") instanceof ObjectNode object ? object : secret.putObject("data");
      for (var entry : texts.properties()) {
        var bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  private Defaults() {}
}
