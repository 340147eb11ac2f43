package timonier.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import timonier.store.StoreKey;

/// The objects that a pod names, and its node therefore may read: Secrets, ConfigMaps and claims in
/// the pod's namespace (Kubernetes: `VisitPodSecretNames`, `VisitPodConfigmapNames`).
final class PodReferences {

  private static final List<String> CONTAINERS =
      List.of("containers", "initContainers", "ephemeralContainers");

  /// Where volumes of other systems name their Secret.
  private static final List<String> VOLUME_SECRETS =
      List.of(
          "/secret/secretName",
          "/azureFile/secretName",
          "/cephfs/secretRef/name",
          "/cinder/secretRef/name",
          "/csi/nodePublishSecretRef/name",
          "/flexVolume/secretRef/name",
          "/iscsi/secretRef/name",
          "/rbd/secretRef/name",
          "/scaleIO/secretRef/name",
          "/storageos/secretRef/name");

  private final Set<StoreKey> found = new TreeSet<>();
  private final String namespace;
  private final String name;

  private PodReferences(JsonNode pod) {
    this.namespace = pod.at("/metadata/namespace").asText();
    this.name = pod.at("/metadata/name").asText();
  }

  /// The keys of all objects that a pod names.
  static Set<StoreKey> of(JsonNode pod) {
    var references = new PodReferences(pod);
    var spec = pod.path("spec");
    spec.path("imagePullSecrets").forEach(secret -> references.secret(secret.path("name")));
    spec.path("volumes").forEach(references::volume);
    for (var kind : CONTAINERS) {
      spec.path(kind).forEach(references::container);
    }
    return references.found;
  }

  private void add(String resource, JsonNode named) {
    if (!named.asText("").isEmpty()) {
      found.add(new StoreKey(resource, namespace, named.asText()));
    }
  }

  private void secret(JsonNode named) {
    add("secrets", named);
  }

  private void configMap(JsonNode named) {
    add("configmaps", named);
  }

  private void volume(JsonNode volume) {
    VOLUME_SECRETS.forEach(place -> secret(volume.at(place)));
    configMap(volume.at("/configMap/name"));
    for (var source : volume.at("/projected/sources")) {
      secret(source.at("/secret/name"));
      configMap(source.at("/configMap/name"));
    }
    add("persistentvolumeclaims", volume.at("/persistentVolumeClaim/claimName"));
    if (volume.has("ephemeral")) {
      var claim = name + "-" + volume.path("name").asText();
      found.add(new StoreKey("persistentvolumeclaims", namespace, claim));
    }
  }

  private void container(JsonNode container) {
    for (var source : container.path("envFrom")) {
      secret(source.at("/secretRef/name"));
      configMap(source.at("/configMapRef/name"));
    }
    for (var variable : container.path("env")) {
      secret(variable.at("/valueFrom/secretKeyRef/name"));
      configMap(variable.at("/valueFrom/configMapKeyRef/name"));
    }
  }
}
