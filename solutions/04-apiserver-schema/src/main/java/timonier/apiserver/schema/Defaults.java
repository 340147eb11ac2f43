package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.ImageReference;

/// Fills in what a document leaves to Kubernetes.
///
/// Each rule belongs to a type, so a pod template gets the same defaults as a pod. They are those
/// of the API reference of Kubernetes 1.36.
public final class Defaults {

  private static final Map<String, Consumer<ObjectNode>> RULES =
      Map.ofEntries(
          Map.entry("core/v1.PodSpec", Defaults::podSpec),
          Map.entry("core/v1.Container", Defaults::container),
          Map.entry("core/v1.ContainerPort", port -> text(port, "protocol", "TCP")),
          Map.entry("core/v1.Probe", Defaults::probe),
          Map.entry("core/v1.HTTPGetAction", Defaults::httpGet),
          Map.entry("core/v1.ObjectFieldSelector", ref -> text(ref, "apiVersion", "v1")),
          Map.entry("core/v1.ResourceRequirements", Defaults::resources),
          Map.entry("core/v1.HostPathVolumeSource", path -> text(path, "type", "")),
          Map.entry("core/v1.ConfigMapVolumeSource", source -> number(source, "defaultMode", 420)),
          Map.entry("core/v1.SecretVolumeSource", source -> number(source, "defaultMode", 420)),
          Map.entry("core/v1.ProjectedVolumeSource", source -> number(source, "defaultMode", 420)),
          Map.entry("core/v1.Secret", Defaults::secret),
          Map.entry("core/v1.ServiceSpec", Defaults::serviceSpec),
          Map.entry("core/v1.ServicePort", Defaults::servicePort),
          Map.entry("core/v1.EndpointPort", port -> text(port, "protocol", "TCP")),
          Map.entry("core/v1.Namespace", Defaults::namespace),
          Map.entry("core/v1.NamespaceStatus", status -> text(status, "phase", "Active")),
          Map.entry("discovery/v1.EndpointPort", Defaults::sliceport),
          Map.entry("apps/v1.ReplicaSetSpec", spec -> number(spec, "replicas", 1)),
          Map.entry("apps/v1.DeploymentSpec", Defaults::deploymentSpec));

  /// Fills in all defaults, in place.
  public static void apply(Struct schema, ObjectNode document) {
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
      case MapOf map -> value.forEach(element -> below(map.value(), element));
    }
  }

  private static void text(ObjectNode object, String name, String value) {
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

  private static void podSpec(ObjectNode spec) {
    text(spec, "restartPolicy", "Always");
    number(spec, "terminationGracePeriodSeconds", 30);
    text(spec, "dnsPolicy", "ClusterFirst");
    if (!spec.has("securityContext")) {
      spec.putObject("securityContext");
    }
    text(spec, "schedulerName", "default-scheduler");
    if (spec.hasNonNull("serviceAccountName")) {
      text(spec, "serviceAccount", spec.get("serviceAccountName").asText());
    }
  }

  private static void container(ObjectNode container) {
    text(container, "terminationMessagePath", "/dev/termination-log");
    text(container, "terminationMessagePolicy", "File");
    text(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
    if (!container.has("resources")) {
      container.putObject("resources");
    }
  }

  /// An image without a tag, or with the tag `latest`, may change at any time. What is no name of
  /// an image has no tag; the kubelet will refuse it.
  private static String pullPolicy(String image) {
    try {
      return ImageReference.parse(image).isFixed() ? "IfNotPresent" : "Always";
    } catch (IllegalArgumentException _) {
      return "IfNotPresent";
    }
  }

  private static void probe(ObjectNode probe) {
    number(probe, "timeoutSeconds", 1);
    number(probe, "periodSeconds", 10);
    number(probe, "successThreshold", 1);
    number(probe, "failureThreshold", 3);
  }

  private static void httpGet(ObjectNode action) {
    text(action, "path", "/");
    text(action, "scheme", "HTTP");
  }

  /// What is limited is also requested.
  private static void resources(ObjectNode resources) {
    if (resources.path("limits") instanceof ObjectNode limits && !limits.isEmpty()) {
      var requests =
          resources.path("requests") instanceof ObjectNode object
              ? object
              : resources.putObject("requests");
      limits.properties().forEach(limit -> requests.putIfAbsent(limit.getKey(), limit.getValue()));
    }
  }

  /// What was written as text is kept as bytes; it wins over bytes of the same name.
  private static void secret(ObjectNode secret) {
    text(secret, "type", "Opaque");
    if (secret.remove("stringData") instanceof ObjectNode texts && !texts.isEmpty()) {
      var data =
          secret.path("data") instanceof ObjectNode object ? object : secret.putObject("data");
      for (var entry : texts.properties()) {
        var bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  private static void serviceSpec(ObjectNode spec) {
    text(spec, "sessionAffinity", "None");
    text(spec, "type", "ClusterIP");
    text(spec, "internalTrafficPolicy", "Cluster");
    if (spec.path("type").asText().matches("NodePort|LoadBalancer")) {
      text(spec, "externalTrafficPolicy", "Cluster");
    }
  }

  private static void servicePort(ObjectNode port) {
    text(port, "protocol", "TCP");
    if (!port.hasNonNull("targetPort") || port.path("targetPort").asText().equals("0")) {
      port.set("targetPort", port.path("port"));
    }
  }

  private static void sliceport(ObjectNode port) {
    text(port, "protocol", "TCP");
    text(port, "name", "");
  }

  private static void deploymentSpec(ObjectNode spec) {
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    number(spec, "progressDeadlineSeconds", 600);
    var strategy =
        spec.path("strategy") instanceof ObjectNode object ? object : spec.putObject("strategy");
    text(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      var rolling =
          strategy.path("rollingUpdate") instanceof ObjectNode object
              ? object
              : strategy.putObject("rollingUpdate");
      text(rolling, "maxUnavailable", "25%");
      text(rolling, "maxSurge", "25%");
    }
  }

  private Defaults() {}
}
