package timonier.controllers;

import java.util.List;
import java.util.Optional;
import timonier.pods.LabelSelector;
import timonier.pods.PodCondition;
import timonier.pods.objects.Json;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// A number of equal pods (`apps/v1 ReplicaSet`).
///
/// @param metadata name, identity, labels and owners
/// @param spec the desired state
/// @param status the observed state
public record ReplicaSet(ObjectMeta metadata, Spec spec, Optional<Status> status)
    implements ReplicaOwner {

  /// The type.
  public static final ResourceType<ReplicaSet> TYPE =
      new ResourceType<>(
          "apps",
          "v1",
          "ReplicaSet",
          "replicasets",
          true,
          List.of("rs"),
          List.of("all"),
          List.of("status", "scale"),
          ReplicaSet.class);

  /// The desired state.
  ///
  /// @param replicas how many pods
  /// @param minReadySeconds how long a pod must be ready to count as available
  /// @param selector the selector of its pods
  /// @param template the template of its pods, as a tree
  public record Spec(
      Optional<Integer> replicas,
      Optional<Integer> minReadySeconds,
      LabelSelector selector,
      Json template) {}

  /// The observed state.
  ///
  /// @param replicas how many pods there are
  /// @param fullyLabeledReplicas how many have all labels of the template
  /// @param readyReplicas how many are ready
  /// @param availableReplicas how many have been ready for long enough
  /// @param observedGeneration the generation of the spec that this was observed for
  /// @param conditions its conditions
  public record Status(
      int replicas,
      int fullyLabeledReplicas,
      int readyReplicas,
      int availableReplicas,
      long observedGeneration,
      List<PodCondition> conditions) {}

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
    return spec.selector();
  }

  @Override
  public Json template() {
    return spec.template();
  }
}
