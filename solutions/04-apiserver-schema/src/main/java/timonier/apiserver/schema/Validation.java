package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /// Lists of values that Kubernetes names in an order of its own; the others are sorted.
  private static final Set<String> UNSORTED = Set.of("effect", "operator");

  private static final Set<String> FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private final Causes causes = new Causes();

  private Validation() {}

  /// What is wrong with a new object.
  public static List<Cause> created(ResourceType<?> type, Struct schema, ObjectNode object) {
    var validation = new Validation();
    validation.metadata(type, object.path("metadata"));
    validation.struct(schema, object, "");
    validation.kind(type, object);
    return validation.causes.found();
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
    return validation.causes.found();
  }

  /// The refusal of an object for some causes: 422.
  public static ApiException invalid(ResourceType<?> type, String name, List<Cause> causes) {
    return invalid(type.kind(), type.group(), name, causes);
  }

  /// 422: something of some kind is not valid.
  static ApiException invalid(String kind, String group, String name, List<Cause> causes) {
    var sentences = causes.stream().map(cause -> cause.field() + ": " + cause.message()).toList();
    var all =
        sentences.size() == 1 ? sentences.getFirst() : "[" + String.join(", ", sentences) + "]";
    var full = group.isEmpty() ? kind : kind + "." + group;
    var details = new Status.Details(name, group, kind, "", causes, Optional.empty());
    return new ApiException(
        new Status(
            "Failure",
            "%s \"%s\" is invalid: %s".formatted(full, name, all),
            "Invalid",
            Optional.of(details),
            422));
  }

  private void metadata(ResourceType<?> type, JsonNode metadata) {
    var name = metadata.path("name");
    if (name.asText("").isEmpty()) {
      causes.required("metadata.name", "name or generateName is required");
    } else if (type.plural().equals("namespaces") || type.plural().equals("services")) {
      Names.label(causes, "metadata.name", name);
    } else {
      Names.subdomain(causes, "metadata.name", name);
    }
    Names.labels(causes, "metadata.labels", metadata.path("labels"));
    Names.annotations(causes, "metadata.annotations", metadata.path("annotations"));
    finalizers(metadata.path("finalizers"));
    owners(metadata.path("ownerReferences"));
  }

  private void finalizers(JsonNode finalizers) {
    for (var i = 0; i < finalizers.size(); i++) {
      var name = finalizers.get(i).asText();
      var at = "metadata.finalizers[" + i + "]";
      Names.qualified(causes, at, name, name);
      if (!name.contains("/") && !FINALIZERS.contains(name)) {
        causes.invalid(
            at, name, "name is neither a standard finalizer name nor is it fully qualified");
      }
    }
  }

  private void owners(JsonNode owners) {
    var controllers = 0;
    for (var i = 0; i < owners.size(); i++) {
      for (var field : List.of("apiVersion", "kind", "name", "uid")) {
        if (owners.get(i).path(field).asText("").isEmpty()) {
          var missing = field.equals("apiVersion") ? "version" : field;
          var at = "metadata.ownerReferences[" + i + "]." + field;
          causes.invalid(at, "", missing + " must not be empty");
        }
      }
      controllers += owners.get(i).path("controller").asBoolean() ? 1 : 0;
    }
    if (controllers > 1) {
      causes.invalid(
          "metadata.ownerReferences", owners, "Only one reference can have Controller set to true");
    }
  }

  /// What the schema alone says: required fields and closed lists of values.
  private void struct(Struct schema, JsonNode object, String path) {
    for (var field : schema.fields().values()) {
      var value = object.get(field.name());
      if (value == null && !field.required()) {
        continue;
      }
      var at = path.isEmpty() ? field.name() : path + "." + field.name();
      var isMissing =
          value == null
              || (value.isTextual() && value.asText().isEmpty())
              || (value.isArray() && value.isEmpty() && !path.isEmpty());
      if (isMissing && field.required() && isChecked(field.name(), path)) {
        causes.required(at);
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
        && !(path.isEmpty() && (field.equals("spec") || field.equals("metadata")))
        && !(path.equals("spec") && field.equals("template"));
  }

  private void closed(FieldType.Field field, JsonNode value, String at) {
    if (!field.values().isEmpty()
        && CLOSED.contains(field.name())
        && value.isTextual()
        && !value.asText().isEmpty()
        && !field.values().contains(value.asText())) {
      var supported = field.values().stream();
      causes.notSupported(
          at, value, (UNSORTED.contains(field.name()) ? supported : supported.sorted()).toList());
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
    var spec = object.path("spec");
    switch (type.kind()) {
      case "Pod" -> new PodValidation(causes).spec(spec, "spec");
      case "ReplicaSet" -> new WorkloadValidation(causes).replicaSet(spec);
      case "Deployment" -> new WorkloadValidation(causes).deployment(spec);
      case "Service" -> new ServiceValidation(causes).spec(spec);
      case "ConfigMap" -> new DataValidation(causes).configMap(object);
      case "Secret" -> new DataValidation(causes).secret(object);
      default -> {}
    }
  }

  private void immutable(ResourceType<?> type, JsonNode object, JsonNode old) {
    var spec = object.path("spec");
    var before = old.path("spec");
    switch (type.kind()) {
      case "ReplicaSet", "Deployment" -> {
        if (!spec.path("selector").equals(before.path("selector"))) {
          causes.invalid("spec.selector", spec.path("selector"), "field is immutable");
        }
      }
      case "Pod" -> pod(spec, before);
      case "Service" -> {
        var address = before.path("clusterIP").asText("");
        if (!address.isEmpty() && !address.equals(spec.path("clusterIP").asText(""))) {
          causes.invalid("spec.clusterIPs[0]", spec.path("clusterIP"), "may not change once set");
        }
      }
      case "Secret", "ConfigMap" -> {
        if (old.path("immutable").asBoolean() && !object.path("data").equals(old.path("data"))) {
          causes.forbidden("data", "field is immutable when `immutable` is set");
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
      causes.forbidden(
          "spec",
          "pod updates may not change fields other than"
              + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
              + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
              + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if"
              + " it was previously negative)");
    }
  }
}
