package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.ApiException;
import timonier.pods.ResourceType;
import timonier.pods.Status;
import timonier.pods.Status.Cause;

/// Says everything that is wrong with an object, in Kubernetes' words.
public final class Validation {

  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Pattern QUALIFIED_NAME =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

  /// Types whose list of values is closed; the other lists of the table are open.
  private static final Set<String> CLOSED =
      Set.of(
          "restartPolicy",
          "protocol",
          "imagePullPolicy",
          "dnsPolicy",
          "sessionAffinity",
          "effect",
          "operator",
          "scheme",
          "concurrencyPolicy",
          "terminationMessagePolicy");

  private final List<Cause> causes = new ArrayList<>();

  private Validation() {}

  /// What is wrong with a new object.
  public static List<Cause> created(ResourceType<?> type, Struct schema, ObjectNode object) {
    var validation = new Validation();
    validation.metadata(type, object.path("metadata"));
    validation.struct(schema, object, "");
    validation.kind(type, object);
    return validation.causes;
  }

  /// What is wrong with a changed object.
  public static List<Cause> updated(
      ResourceType<?> type, Struct schema, ObjectNode object, ObjectNode old, String subresource) {
    var validation = new Validation();
    validation.metadata(type, object.path("metadata"));
    validation.struct(schema, object, "");
    validation.kind(type, object);
    if (!subresource.equals("binding")) {
      validation.immutable(type, object, old);
    }
    return validation.causes;
  }

  /// The refusal of an object for some causes: 422.
  public static ApiException invalid(ResourceType<?> type, String name, List<Cause> causes) {
    var sentences = causes.stream().map(cause -> cause.field() + ": " + cause.message()).toList();
    var all =
        sentences.size() == 1 ? sentences.getFirst() : "[" + String.join(", ", sentences) + "]";
    var kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    var details = new Status.Details(name, type.group(), type.kind(), "", causes, Optional.empty());
    return new ApiException(
        new Status(
            "Failure",
            "%s \"%s\" is invalid: %s".formatted(kind, name, all),
            "Invalid",
            Optional.of(details),
            422));
  }

  private void required(String field) {
    causes.add(new Cause("FieldValueRequired", "Required value", field));
  }

  private void required(String field, String why) {
    causes.add(new Cause("FieldValueRequired", "Required value: " + why, field));
  }

  private void invalid(String field, JsonNode value, String why) {
    causes.add(
        new Cause("FieldValueInvalid", "Invalid value: %s: %s".formatted(value, why), field));
  }

  private void metadata(ResourceType<?> type, JsonNode metadata) {
    var name = metadata.path("name");
    if (name.asText("").isEmpty()) {
      required("metadata.name", "name or generateName is required");
    } else if (type.plural().equals("namespaces") || type.plural().equals("services")) {
      if (!DNS_LABEL.matcher(name.asText()).matches() || name.asText().length() > 63) {
        invalid("metadata.name", name, LABEL_RULE);
      }
    } else if (!SUBDOMAIN.matcher(name.asText()).matches() || name.asText().length() > 253) {
      invalid("metadata.name", name, SUBDOMAIN_RULE);
    }
    labels(metadata.path("labels"), "metadata.labels");
  }

  private void labels(JsonNode labels, String at) {
    for (var label : labels.properties()) {
      var parts = label.getKey().split("/", 2);
      var last = parts[parts.length - 1];
      if (!QUALIFIED_NAME.matcher(last).matches() || last.length() > 63) {
        causes.add(
            new Cause(
                "FieldValueInvalid",
                "Invalid value: \"%s\": name part must consist of alphanumeric characters, '-', '_'"
                        .formatted(label.getKey())
                    + " or '.', and must start and end with an alphanumeric character",
                at));
      }
      var value = label.getValue().asText();
      if (!LABEL_VALUE.matcher(value).matches() || value.length() > 63) {
        invalid(
            at,
            label.getValue(),
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
                + " or '.', and must start and end with an alphanumeric character");
      }
    }
  }

  /// What the schema alone says: required fields and closed lists of values.
  private void struct(Struct schema, JsonNode object, String path) {
    for (var field : schema.fields().values()) {
      var at = path.isEmpty() ? field.name() : path + "." + field.name();
      var value = object.get(field.name());
      var isMissing =
          value == null
              || (value.isTextual() && value.asText().isEmpty())
              || (value.isArray() && value.isEmpty());
      if (isMissing && field.required() && isChecked(field.name(), path)) {
        required(at);
      }
      if (value != null) {
        closed(field, value, at);
        below(field.type(), value, at);
      }
    }
  }

  /// The status is the components' own affair, and so is what they forget in it.
  private static boolean isChecked(String field, String path) {
    return !path.startsWith("status")
        && !path.startsWith("metadata")
        && !(path.isEmpty() && (field.equals("spec") || field.equals("metadata")));
  }

  private void closed(FieldType.Field field, JsonNode value, String at) {
    if (!field.values().isEmpty()
        && CLOSED.contains(field.name())
        && value.isTextual()
        && !value.asText().isEmpty()
        && !field.values().contains(value.asText())) {
      var supported =
          field.values().stream().map(v -> "\"" + v + "\"").collect(Collectors.joining(", "));
      causes.add(
          new Cause(
              "FieldValueNotSupported",
              "Unsupported value: %s: supported values: %s".formatted(value, supported),
              at));
    }
  }

  private void below(FieldType type, JsonNode value, String at) {
    switch (type) {
      case Scalar _ -> {}
      case Struct struct -> struct(struct, value, at);
      case ListOf list -> {
        for (var i = 0; i < value.size(); i++) {
          below(list.element(), value.get(i), at + "[" + i + "]");
        }
      }
      case MapOf map ->
          value
              .properties()
              .forEach(
                  entry -> below(map.value(), entry.getValue(), at + "[" + entry.getKey() + "]"));
    }
  }

  private void kind(ResourceType<?> type, JsonNode object) {
    switch (type.kind()) {
      case "Pod" -> podSpec(object.path("spec"), "spec", Set.of("Always", "OnFailure", "Never"));
      case "ReplicaSet", "Deployment" -> template(object.path("spec"));
      case "Service" -> service(object.path("spec"));
      default -> {}
    }
  }

  private void template(JsonNode spec) {
    if (spec.path("replicas").asInt() < 0) {
      invalid("spec.replicas", spec.get("replicas"), "must be greater than or equal to 0");
    }
    var selector = spec.path("selector").path("matchLabels");
    var labels = spec.path("template").path("metadata").path("labels");
    if (selector.isEmpty() && spec.path("selector").path("matchExpressions").isEmpty()) {
      invalid("spec.selector", spec.path("selector"), "empty selector is invalid for deployment");
    }
    labels(labels, "spec.template.metadata.labels");
    for (var wanted : selector.properties()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        invalid(
            "spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        break;
      }
    }
    podSpec(spec.path("template").path("spec"), "spec.template.spec", Set.of("Always"));
  }

  private void podSpec(JsonNode spec, String at, Set<String> restartPolicies) {
    if (spec.path("containers").isEmpty()) {
      if (spec.isMissingNode()) {
        required(at + ".containers");
      }
      return;
    }
    var policy = spec.path("restartPolicy").asText("Always");
    if (restartPolicies.size() == 1 && !restartPolicies.contains(policy)) {
      causes.add(
          new Cause(
              "FieldValueNotSupported",
              "Unsupported value: \"%s\": supported values: \"Always\"".formatted(policy),
              at + ".restartPolicy"));
    }
    var volumes = new HashSet<String>();
    spec.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
    var names = new HashSet<String>();
    containers(spec.path("initContainers"), at + ".initContainers", names, volumes);
    containers(spec.path("containers"), at + ".containers", names, volumes);
  }

  private void containers(
      JsonNode containers, String path, Set<String> names, Set<String> volumes) {
    for (var i = 0; i < containers.size(); i++) {
      var container = containers.get(i);
      var at = path + "[" + i + "]";
      var name = container.path("name");
      if (!name.asText("").isEmpty() && !DNS_LABEL.matcher(name.asText()).matches()) {
        invalid(at + ".name", name, LABEL_RULE);
      }
      if (!names.add(name.asText())) {
        causes.add(new Cause("FieldValueDuplicate", "Duplicate value: " + name, at + ".name"));
      }
      if (container.path("image").asText("").isEmpty()) {
        required(at + ".image");
      }
      container(container, at, volumes);
    }
  }

  private void container(JsonNode container, String at, Set<String> volumes) {
    var ports = container.path("ports");
    for (var i = 0; i < ports.size(); i++) {
      port(ports.get(i).path("containerPort"), at + ".ports[" + i + "].containerPort");
    }
    var mounts = container.path("volumeMounts");
    for (var i = 0; i < mounts.size(); i++) {
      var name = mounts.get(i).path("name");
      if (!volumes.contains(name.asText())) {
        causes.add(
            new Cause(
                "FieldValueNotFound", "Not found: " + name, at + ".volumeMounts[" + i + "].name"));
      }
    }
  }

  private void port(JsonNode port, String at) {
    if (port.isNumber() && (port.asLong() < 1 || port.asLong() > 65535)) {
      invalid(at, port, "must be between 1 and 65535, inclusive");
    }
  }

  private void service(JsonNode spec) {
    var type = spec.path("type").asText("ClusterIP");
    if (!List.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName").contains(type)) {
      causes.add(
          new Cause(
              "FieldValueNotSupported",
              ("Unsupported value: \"%s\": supported values: \"ClusterIP\", \"ExternalName\","
                      + " \"LoadBalancer\", \"NodePort\"")
                  .formatted(type),
              "spec.type"));
    }
    var ports = spec.path("ports");
    if (ports.isEmpty()
        && !type.equals("ExternalName")
        && !spec.path("clusterIP").asText().equals("None")) {
      required("spec.ports");
    }
    for (var i = 0; i < ports.size(); i++) {
      port(ports.get(i).path("port"), "spec.ports[" + i + "].port");
      if (ports.size() > 1 && ports.get(i).path("name").asText("").isEmpty()) {
        required("spec.ports[" + i + "].name");
      }
    }
  }

  private void immutable(ResourceType<?> type, JsonNode object, JsonNode old) {
    var spec = object.path("spec");
    var before = old.path("spec");
    switch (type.kind()) {
      case "ReplicaSet", "Deployment" -> {
        if (!spec.path("selector").equals(before.path("selector"))) {
          invalid("spec.selector", spec.path("selector"), "field is immutable");
        }
      }
      case "Pod" -> pod(spec, before);
      case "Service" -> {
        var address = before.path("clusterIP").asText("");
        if (!address.isEmpty() && !address.equals(spec.path("clusterIP").asText(""))) {
          invalid("spec.clusterIPs[0]", spec.path("clusterIP"), "may not change once set");
        }
      }
      case "Secret", "ConfigMap" -> {
        if (old.path("immutable").asBoolean() && !object.path("data").equals(old.path("data"))) {
          causes.add(
              new Cause(
                  "FieldValueForbidden",
                  "Forbidden: field is immutable when `immutable` is set",
                  "data"));
        }
      }
      default -> {}
    }
  }

  /// Of a pod's spec only images, the deadline and more tolerations may change.
  private void pod(JsonNode spec, JsonNode before) {
    var changed = (ObjectNode) spec.deepCopy();
    var original = (ObjectNode) before.deepCopy();
    for (var tree : List.of(changed, original)) {
      tree.remove(List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"));
      for (var list : List.of("containers", "initContainers")) {
        tree.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
      }
    }
    if (!changed.equals(original)) {
      causes.add(
          new Cause(
              "FieldValueForbidden",
              "Forbidden: pod updates may not change fields other than"
                  + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
                  + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                  + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if"
                  + " it was previously negative)",
              "spec"));
    }
  }
}
