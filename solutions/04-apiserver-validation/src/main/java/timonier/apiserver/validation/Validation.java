package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Rules;
import timonier.apiserver.rules.Subject;
import timonier.apiserver.rules.cluster.ClusterArea;
import timonier.apiserver.rules.network.NetworkArea;
import timonier.apiserver.rules.pods.PodArea;
import timonier.apiserver.rules.workloads.WorkloadArea;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;
import timonier.pods.objects.Status.Cause;

/// Says everything that is wrong with an object, in Kubernetes' words.
public final class Validation {

  /// All areas of the API.
  private static final Rules RULES =
      new Rules(
          List.of(PodArea.area(), WorkloadArea.area(), NetworkArea.area(), ClusterArea.area()));

  /// What is wrong with a new object.
  public static List<Cause> created(Kind kind, Struct schema, ObjectNode object) {
    return judge(kind, schema, object, MissingNode.getInstance(), "");
  }

  /// What is wrong with a changed object.
  public static List<Cause> updated(
      Kind kind, Struct schema, ObjectNode object, ObjectNode old, String subresource) {
    return judge(kind, schema, object, old, subresource);
  }

  /// What is wrong with a requirement of the labels that a request asks for.
  ///
  /// @param values what the label is compared with
  public static List<Cause> labelRequirement(String key, List<String> values) {
    var causes = new Causes();
    Names.qualified(causes, "key", key, key);
    for (var i = 0; i < values.size(); i++) {
      var at = "values[%d][%s]".formatted(i, key);
      Names.labelValue(causes, at, TextNode.valueOf(values.get(i)));
    }
    return causes.found();
  }

  private static List<Cause> judge(
      Kind kind, Struct schema, ObjectNode object, JsonNode old, String subresource) {
    var causes = new Causes();
    var isUpdate = old.isObject() && !subresource.equals("binding");
    var isAdding = subresource.equals(EphemeralContainers.PART);
    var isResizing = subresource.equals(PodResize.PART);
    Metadata.judge(causes, kind, object.path("metadata"), old.path("metadata"));
    if (subresource.equals("status")) {
      return causes.found(); // all else is as it was, and was judged then
    }
    // where containers are only added or resized, all else counts as it was
    var before = isAdding || isResizing ? object : old;
    var judged = ClaimVolumes.among(kind, object);
    RULES.judge(
        schema,
        isUpdate ? Subject.updated(judged, before, causes) : Subject.created(judged, causes));
    if (isAdding) {
      EphemeralContainers.updated(causes, object, old);
    }
    if (isResizing) {
      PodResize.updated(causes, object, old);
    }
    return causes.found();
  }

  /// The refusal of an object for some causes: 422.
  public static ApiException invalid(ResourceType<?> type, String name, List<Cause> causes) {
    return invalid(type.kind(), type.group(), name, causes);
  }

  /// The refusal of something that cannot be read as an object: 422.
  public static ApiException unnamed(Cause cause) {
    return invalid("", "", "", List.of(cause));
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

  /// Refuses a `Scale` that asks for less than no replicas.
  ///
  /// @throws ApiException 422 if it does
  public static void scaled(String name, JsonNode scale) {
    var causes = new Causes();
    causes.negative("spec.replicas", scale.path("spec").path("replicas"));
    if (!causes.found().isEmpty()) {
      throw invalid("Scale", "autoscaling", name, causes.found());
    }
  }

  private Validation() {}
}
