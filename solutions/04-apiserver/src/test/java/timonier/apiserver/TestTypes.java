package timonier.apiserver;

import java.util.List;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;

/// Types of later strata. Tests of the server need only their schemas.
final class TestTypes {

  /// An object of such a type.
  record Anything(ObjectMeta metadata) implements KubernetesObject {}

  static Part part() {
    return new Part(
        9,
        "test-types",
        List.of(
            type("apps", "v1", "Deployment", "deployments", "deploy", "status", "scale"),
            type("apps", "v1", "ReplicaSet", "replicasets", "rs", "status", "scale"),
            type("", "v1", "Service", "services", "svc", "status"),
            type("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", "es")),
        List.of());
  }

  private static ResourceType<Anything> type(
      String group,
      String version,
      String kind,
      String plural,
      String shortName,
      String... subresources) {
    return new ResourceType<>(
        group,
        version,
        kind,
        plural,
        true,
        List.of(shortName),
        group.equals("discovery.k8s.io") ? List.of() : List.of("all"),
        List.of(subresources),
        Anything.class);
  }

  private TestTypes() {}
}
