package timonier.apiserver.reviews;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.LabelSelectors;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;
import timonier.apiserver.validation.Validation;
import timonier.pods.objects.ResourceType;

/// Validates access reviews, in the words of Kubernetes 1.36 (`pkg/apis/authorization/validation`).
/// Releases after it say of both attributes that `spec` is invalid.
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
    var asked = Subject.created(spec, causes).at("spec").field("resourceAttributes");
    selector(asked.field("fieldSelector"), ReviewChecks::fields);
    selector(asked.field("labelSelector"), ReviewChecks::labels);
  }

  /// As [#access]; the review must also name a user or a group.
  static void subject(Causes causes, JsonNode spec) {
    access(causes, spec);
    if (spec.path("user").asText("").isEmpty() && spec.path("groups").isEmpty()) {
      causes.invalid("spec.user", "", "at least one of user or group must be specified");
    }
  }

  /// @param requirement judges each requirement
  private static void selector(Subject selector, Consumer<Subject> requirement) {
    if (!selector.value().isObject()) {
      return;
    }
    var raw = selector.field("rawSelector");
    var requirements = selector.field("requirements");
    if (!raw.text().isEmpty() && !requirements.isEmpty()) {
      raw.invalid("may not specified at the same time as requirements");
    }
    if (raw.text().isEmpty() && requirements.isEmpty()) {
      var why = "when %s is specified, requirements or rawSelector is required";
      requirements.causes().required(requirements.path(), why.formatted(selector.path()));
    }
    requirements.elements().forEach(requirement);
  }

  /// Unknown operators are let pass: they may be those of newer clients.
  private static void fields(Subject requirement) {
    var key = requirement.field("key");
    if (key.text().isEmpty()) {
      key.causes().required(key.path(), "must be specified");
    }
    LabelSelectors.values(requirement);
  }

  /// As [#fields]; keys and values must be those of labels.
  private static void labels(Subject requirement) {
    LabelSelectors.values(requirement);
    var key = requirement.field("key");
    Names.qualified(key.causes(), key.path(), key.text(), key.text());
    for (var value : requirement.field("values").elements()) {
      Names.labelValue(value.causes(), value.path(), value.value());
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
