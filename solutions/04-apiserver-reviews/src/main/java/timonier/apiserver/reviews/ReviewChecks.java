package timonier.apiserver.reviews;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.validation.Validation;
import timonier.pods.objects.ResourceType;

/// Validates access reviews (Kubernetes: `pkg/apis/authorization/validation`).
final class ReviewChecks {

  /// A review asks about objects or about a path, never about both.
  static void access(Causes causes, JsonNode spec) {
    var resource = spec.path("resourceAttributes");
    var other = spec.path("nonResourceAttributes");
    if (resource.isObject() && other.isObject()) {
      var why = "cannot be specified in combination with resourceAttributes";
      causes.invalid("spec.nonResourceAttributes", other, why);
    }
    if (!resource.isObject() && !other.isObject()) {
      var why = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
      causes.invalid("spec.resourceAttributes", other, why);
    }
    for (var name : List.of("fieldSelector", "labelSelector")) {
      if (resource.path(name).isObject()) {
        selector(causes, "spec.resourceAttributes." + name, resource.path(name));
      }
    }
  }

  /// As [#access]; the review must also name a user or a group.
  static void subject(Causes causes, JsonNode spec) {
    access(causes, spec);
    if (spec.path("user").asText("").isEmpty() && spec.path("groups").isEmpty()) {
      causes.invalid("spec.user", "", "at least one of user or group must be specified");
    }
  }

  private static void selector(Causes causes, String at, JsonNode selector) {
    var raw = selector.path("rawSelector").asText("");
    var requirements = selector.path("requirements");
    if (!raw.isEmpty() && !requirements.isEmpty()) {
      var why = "may not specified at the same time as requirements";
      causes.invalid(at + ".rawSelector", raw, why);
    }
    if (raw.isEmpty() && requirements.isEmpty()) {
      var why = "when %s is specified, requirements or rawSelector is required".formatted(at);
      causes.required(at + ".requirements", why);
    }
    for (var i = 0; i < requirements.size(); i++) {
      requirement(causes, "%s.requirements[%d]".formatted(at, i), requirements.get(i));
    }
  }

  /// Unknown operators are let pass: they may be those of newer clients.
  private static void requirement(Causes causes, String at, JsonNode requirement) {
    if (requirement.path("key").asText("").isEmpty()) {
      causes.required(at + ".key", "must be specified");
    }
    var hasValues = !requirement.path("values").isEmpty();
    switch (requirement.path("operator").asText("")) {
      case "In", "NotIn" -> {
        if (!hasValues) {
          var why = "must be specified when `operator` is 'In' or 'NotIn'";
          causes.required(at + ".values", why);
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (hasValues) {
          var why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
          causes.forbidden(at + ".values", why);
        }
      }
      default -> {}
    }
  }

  /// A review has no name, since it is not stored.
  static void metadata(Causes causes, JsonNode metadata) {
    if (says(metadata, List.of("managedFields"))) {
      causes.invalid("metadata", metadata, "must be empty");
    }
  }

  /// A review in a namespace is about objects of that namespace.
  static void local(Causes causes, ObjectNode review, String namespace) {
    var metadata = review.path("metadata");
    if (says(metadata, List.of("managedFields", "namespace"))) {
      causes.invalid("metadata", metadata, "must be empty except for namespace");
    }
    var resource = review.at("/spec/resourceAttributes");
    var asked = resource.path("namespace").asText("");
    if (resource.isObject() && !asked.equals(namespace)) {
      causes.invalid("spec.resourceAttributes.namespace", asked, "must match metadata.namespace");
    }
    var other = review.at("/spec/nonResourceAttributes");
    if (other.isObject()) {
      causes.invalid("spec.nonResourceAttributes", other, "disallowed on this kind of request");
    }
  }

  private static boolean says(JsonNode metadata, List<String> besides) {
    return metadata.properties().stream()
        .anyMatch(field -> !besides.contains(field.getKey()) && !isEmpty(field.getValue()));
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isContainerNode() ? value.isEmpty() : value.asText("").isEmpty();
  }

  /// Refuses an invalid review.
  ///
  /// @throws timonier.pods.objects.ApiException 422 with all causes
  static void require(ResourceType<?> type, Causes causes) {
    if (!causes.found().isEmpty()) {
      throw Validation.invalid(type, "", causes.found());
    }
  }

  private ReviewChecks() {}
}
