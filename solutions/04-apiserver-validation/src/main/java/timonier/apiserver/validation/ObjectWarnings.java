package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.schema.Kinds.Kind;

/// Says what the author of a valid object should know all the same, in Kubernetes' words.
public final class ObjectWarnings {

  private static final int LABEL_LENGTH = 63;

  /// Where the pod template is of kinds that have one.
  private static final Map<String, String> TEMPLATES =
      Map.of(
          "CronJob", "spec.jobTemplate.spec.template",
          "DaemonSet", "spec.template",
          "Deployment", "spec.template",
          "Job", "spec.template",
          "PodTemplate", "template",
          "ReplicaSet", "spec.template",
          "ReplicationController", "spec.template",
          "StatefulSet", "spec.template");

  /// Kinds whose names begin names of pods, and need not be labels of the DNS themselves.
  private static final List<String> NAMING_PODS =
      List.of("CronJob", "Deployment", "Job", "ReplicaSet", "ReplicationController");

  private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
  private static final String INGRESS_CLASS = "kubernetes.io/ingress.class";
  private static final String MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options";
  private static final String STORAGE_CLASS = "volume.beta.kubernetes.io/storage-class";

  private final List<String> found = new ArrayList<>();

  private ObjectWarnings() {}

  /// What to know of an object that was made or changed.
  ///
  /// Of a change that leaves the template of an object's pods as it was, nothing is said of it
  /// again.
  ///
  /// @param object the object, with defaults
  /// @param old what it was before; empty for a creation
  public static List<String> of(Kind kind, ObjectNode object, Optional<ObjectNode> old) {
    var warnings = new ObjectWarnings();
    warnings.judge(kind, object, old);
    return warnings.found;
  }

  private void judge(Kind kind, ObjectNode object, Optional<ObjectNode> old) {
    if (old.isEmpty()) {
      name(kind.kind(), object.path("metadata").path("name").asText());
      ingressClass(kind.kind(), object);
    }
    var template = Optional.ofNullable(TEMPLATES.get(kind.kind()));
    template.ifPresent(path -> template(path, object, old));
    switch (kind.kind()) {
      case "Pod" -> {
        if (!object.path("metadata").has("deletionTimestamp")) {
          found.addAll(PodWarnings.of("", object));
        }
      }
      case "Node" -> node(object.path("spec"));
      case "Service" -> service(object);
      case "PersistentVolume" -> volume(object);
      case "PersistentVolumeClaim" -> claim(object);
      case "StorageClass" -> storageClass(object);
      default -> {}
    }
  }

  private void name(String kind, String name) {
    var isPod = kind.equals("Pod");
    if (!isPod && !NAMING_PODS.contains(kind)) {
      return;
    }
    var faults = new ArrayList<String>();
    if (name.length() > LABEL_LENGTH) {
      faults.add("must be no more than " + LABEL_LENGTH + " bytes");
    }
    if (name.contains(".")) {
      faults.add("must not contain dots");
    }
    if (!faults.isEmpty()) {
      var text =
          "metadata.name: this is used in %s, which can result in surprising behavior; a DNS label"
              + " is recommended: [%s]";
      var use = isPod ? "the Pod's hostname" : "Pod names and hostnames";
      found.add(text.formatted(use, String.join(" ", faults)));
    }
  }

  private void ingressClass(String kind, ObjectNode object) {
    if (kind.equals("Ingress") && isAnnotated(object, INGRESS_CLASS)) {
      found.add(
          "annotation \"%s\" is deprecated, please use 'spec.ingressClassName' instead"
              .formatted(INGRESS_CLASS));
    }
  }

  private void template(String path, ObjectNode object, Optional<ObjectNode> old) {
    var pointer = "/" + path.replace('.', '/');
    var before = old.map(tree -> tree.at(pointer)).orElse(MissingNode.getInstance());
    if (!object.at(pointer).equals(before)) {
      found.addAll(PodWarnings.of(path, object.at(pointer)));
    }
  }

  private void node(JsonNode spec) {
    if (spec.path("configSource").isObject()) {
      found.add("spec.configSource: the feature is removed");
    }
    if (!spec.path("externalID").asText("").isEmpty()) {
      found.add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
    }
  }

  private void service(ObjectNode service) {
    var spec = service.path("spec");
    var hasAddresses = !spec.path("externalIPs").isEmpty();
    if (isAnnotated(service, HINTS)) {
      found.add(
          "annotation %s is deprecated, please use service.kubernetes.io/topology-mode instead"
              .formatted(HINTS));
    }
    var isExternalName = spec.path("type").asText().equals("ExternalName");
    if (isHeadless(spec)) {
      headless(spec);
    } else if (hasAddresses) {
      found.add(
          isExternalName
              ? "spec.externalIPs is ignored when spec.type is \"ExternalName\""
              : "spec.externalIPs is deprecated and may no longer be implemented in some clusters");
    }
    if (!isExternalName && !spec.path("externalName").asText("").isEmpty()) {
      found.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
    if (spec.path("trafficDistribution").asText("").equals("PreferClose")) {
      found.add("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }
  }

  private static boolean isHeadless(JsonNode spec) {
    return spec.path("type").asText().equals("ClusterIP")
        && spec.path("clusterIP").asText("").equals("None");
  }

  private void headless(JsonNode spec) {
    if (!spec.path("loadBalancerIP").asText("").isEmpty()) {
      found.add("spec.loadBalancerIP is ignored for headless services");
    }
    if (!spec.path("externalIPs").isEmpty()) {
      found.add("spec.externalIPs is ignored for headless services");
    }
    if (!spec.path("sessionAffinity").asText("None").equals("None")) {
      found.add("spec.SessionAffinity is ignored for headless services");
    }
  }

  private void volume(ObjectNode volume) {
    var spec = volume.path("spec");
    annotatedClass(volume);
    if (isAnnotated(volume, MOUNT_OPTIONS)) {
      found.add(
          "metadata.annotations[%s]: deprecated since v1.31; use \"mountOptions\" attribute instead"
              .formatted(MOUNT_OPTIONS));
    }
    if (spec.path("persistentVolumeReclaimPolicy").asText().equals("Recycle")) {
      found.add(
          "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead,"
              + " the recommended approach is to use dynamic provisioning.");
    }
    found.addAll(PodWarnings.removedVolumes("spec", spec));
    found.addAll(
        NodeLabels.inTerms(
            "spec.nodeAffinity.required.nodeSelectorTerms",
            spec.at("/nodeAffinity/required/nodeSelectorTerms")));
    found.addAll(PodWarnings.fractions("spec.capacity", spec.path("capacity"), "storage"));
  }

  private void claim(ObjectNode claim) {
    annotatedClass(claim);
    found.addAll(PodWarnings.claim("spec", claim.path("spec")));
  }

  private void annotatedClass(ObjectNode object) {
    if (isAnnotated(object, STORAGE_CLASS)) {
      var text =
          "metadata.annotations[%s]: deprecated since v1.8; use \"storageClassName\" attribute"
              + " instead";
      found.add(text.formatted(STORAGE_CLASS));
    }
  }

  private static boolean isAnnotated(ObjectNode object, String key) {
    return object.path("metadata").path("annotations").has(key);
  }

  private void storageClass(ObjectNode storageClass) {
    var topologies = storageClass.path("allowedTopologies");
    for (var i = 0; i < topologies.size(); i++) {
      found.addAll(
          NodeLabels.inTerm(
              "allowedTopologies[%d]".formatted(i), "matchLabelExpressions", topologies.get(i)));
    }
  }
}
