package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.Names;
import timonier.apiserver.schema.Kinds.Kind;

/// What is wrong with the metadata that objects of all kinds have
/// (`k8s.io/apimachinery/pkg/api/validation`).
final class Metadata {

  private static final Set<String> FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private final Causes causes;

  private Metadata(Causes causes) {
    this.causes = causes;
  }

  /// Judges the metadata of an object.
  ///
  /// @param old what it was before; missing for a new object
  static void judge(Causes causes, Kind kind, JsonNode metadata, JsonNode old) {
    var judge = new Metadata(causes);
    judge.names(metadata, kind.nameRule());
    Names.labels(causes, "metadata.labels", metadata.path("labels"));
    Names.annotations(causes, "metadata.annotations", metadata.path("annotations"));
    judge.finalizers(metadata.path("finalizers"));
    judge.owners(metadata.path("ownerReferences"));
    if (old.has("deletionTimestamp")) {
      judge.noMoreFinalizers(metadata.path("finalizers"), old.path("finalizers"));
    }
  }

  private void names(JsonNode metadata, String rule) {
    var prefix = metadata.path("generateName").asText("");
    if (!prefix.isEmpty()) {
      Names.prefix(causes, "metadata.generateName", prefix, rule);
    }
    var name = metadata.path("name");
    if (name.asText("").isEmpty()) {
      causes.required("metadata.name", "name or generateName is required");
    } else {
      Names.object(causes, "metadata.name", name, rule);
    }
  }

  /// Who waits for an object to be deleted. The two that decide how it is deleted exclude each
  /// other.
  private void finalizers(JsonNode finalizers) {
    var names = texts(finalizers);
    for (var i = 0; i < names.size(); i++) {
      var name = names.get(i);
      Names.qualified(causes, "metadata.finalizers", name, name);
      if (!name.contains("/") && !FINALIZERS.contains(name)) {
        causes.invalid(
            "metadata.finalizers[" + i + "]",
            name,
            "name is neither a standard finalizer name nor is it fully qualified");
      }
    }
    if (names.containsAll(List.of("orphan", "foregroundDeletion"))) {
      causes.invalid(
          "metadata.finalizers",
          finalizers,
          "finalizer orphan and foregroundDeletion cannot be both set");
    }
  }

  private void noMoreFinalizers(JsonNode finalizers, JsonNode old) {
    var more = new LinkedHashSet<>(texts(finalizers));
    texts(old).forEach(more::remove);
    if (!more.isEmpty()) {
      causes.forbidden(
          "metadata.finalizers",
          "no new finalizers can be added if the object is being deleted, found new finalizers"
              + " []string{\"%s\"}".formatted(String.join("\", \"", more)));
    }
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  /// Kubernetes tells of owners without their place in the list.
  private void owners(JsonNode owners) {
    var controllers = new ArrayList<String>();
    for (var owner : owners) {
      for (var field : List.of("apiVersion", "kind", "name", "uid")) {
        if (owner.path(field).asText("").isEmpty()) {
          var missing = field.equals("apiVersion") ? "version" : field;
          causes.invalid("metadata.ownerReferences." + field, "", missing + " must not be empty");
        }
      }
      if (owner.path("kind").asText().equals("Event")
          && owner.path("apiVersion").asText().matches("v1|events\\.k8s\\.io/.*")) {
        causes.invalid(
            "metadata.ownerReferences",
            owner,
            "%s, Kind=Event is disallowed from being an owner"
                .formatted(owner.path("apiVersion").asText()));
      }
      if (owner.path("controller").asBoolean()) {
        controllers.add(owner.path("name").asText());
      }
    }
    if (controllers.size() > 1) {
      causes.invalid(
          "metadata.ownerReferences",
          owners,
          "Only one reference can have Controller set to true. Found \"true\" in references for %s"
              .formatted(String.join(" and ", controllers.subList(0, 2))));
    }
  }
}
