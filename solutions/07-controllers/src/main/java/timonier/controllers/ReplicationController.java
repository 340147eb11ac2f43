package timonier.controllers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.LabelSelector;
import timonier.pods.objects.Json;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// A number of equal pods (`core/v1 ReplicationController`): the predecessor of [ReplicaSet].
///
/// @param metadata name, identity, labels and owners
/// @param spec the desired state
/// @param status the observed state
public record ReplicationController(
    ObjectMeta metadata, Spec spec, Optional<ReplicaSet.Status> status) implements ReplicaOwner {

  /// The type.
  public static final ResourceType<ReplicationController> TYPE =
      new ResourceType<>(
          "",
          "v1",
          "ReplicationController",
          "replicationcontrollers",
          true,
          List.of("rc"),
          List.of("all"),
          List.of("status", "scale"),
          ReplicationController.class);

  /// The desired state.
  ///
  /// @param replicas how many pods
  /// @param minReadySeconds how long a pod must be ready to count as available
  /// @param selector the labels of its pods; the server fills in those of the template
  /// @param template the template of its pods, as a tree
  public record Spec(
      Optional<Integer> replicas,
      Optional<Integer> minReadySeconds,
      Map<String, String> selector,
      Json template) {}

  @Override
  public int replicas() {
    return spec.replicas().orElse(1);
  }

  @Override
  public int minReadySeconds() {
    return spec.minReadySeconds().orElse(0);
  }

  @Override
  public LabelSelector selector() {
    return LabelSelector.of(spec.selector());
  }

  @Override
  public Json template() {
    return spec.template();
  }
}
