package timonier.deployments;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import timonier.pods.LabelSelector;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.ResourceType;

/// Pods that are replaced by newer ones without a pause (`apps/v1 Deployment`).
///
/// @param metadata name, identity and labels
/// @param spec what is wanted
/// @param status what was observed
public record Deployment(ObjectMeta metadata, Spec spec, Optional<Status> status)
    implements KubernetesObject {

  /// The type.
  public static final ResourceType<Deployment> TYPE =
      new ResourceType<>(
          "apps",
          "v1",
          "Deployment",
          "deployments",
          true,
          List.of("deploy"),
          List.of("all"),
          List.of("status", "scale"),
          Deployment.class);

  /// What is wanted.
  ///
  /// @param replicas how many pods
  /// @param selector which pods are its own
  /// @param template what its pods are made from, as a tree
  /// @param strategy how pods are replaced
  /// @param minReadySeconds how long a pod must be ready to count as available
  /// @param revisionHistoryLimit how many old ReplicaSets are kept to go back to
  /// @param paused whether changes wait
  /// @param progressDeadlineSeconds how long nothing may move before that is told
  public record Spec(
      Optional<Integer> replicas,
      LabelSelector selector,
      Json template,
      Optional<Strategy> strategy,
      Optional<Integer> minReadySeconds,
      Optional<Integer> revisionHistoryLimit,
      boolean paused,
      Optional<Integer> progressDeadlineSeconds) {}

  /// How pods are replaced.
  ///
  /// @param type `RollingUpdate` or `Recreate`
  /// @param rollingUpdate how many at a time
  public record Strategy(String type, Optional<RollingUpdate> rollingUpdate) {}

  /// How many pods are replaced at a time; each a number, or a part of all in per cent.
  ///
  /// @param maxUnavailable how many may be missing
  /// @param maxSurge how many may be too many
  public record RollingUpdate(Optional<Json> maxUnavailable, Optional<Json> maxSurge) {}

  /// What was observed.
  ///
  /// @param observedGeneration the generation of the spec that this was observed for
  /// @param replicas how many pods there are
  /// @param updatedReplicas how many are of the newest template
  /// @param readyReplicas how many are ready
  /// @param availableReplicas how many have been ready for long enough
  /// @param unavailableReplicas how many are missing
  /// @param conditions what is true of it
  /// @param collisionCount how often a template's hash was taken already
  public record Status(
      long observedGeneration,
      int replicas,
      int updatedReplicas,
      int readyReplicas,
      int availableReplicas,
      int unavailableReplicas,
      List<Condition> conditions,
      Optional<Integer> collisionCount) {}

  /// Something that is true of a deployment, or false.
  ///
  /// @param type `Available` or `Progressing`
  /// @param status `True`, `False` or `Unknown`
  /// @param reason one word about why
  /// @param message a sentence about why
  /// @param lastUpdateTime when it was last told
  /// @param lastTransitionTime when `status` last changed
  public record Condition(
      String type,
      String status,
      String reason,
      String message,
      Optional<Instant> lastUpdateTime,
      Optional<Instant> lastTransitionTime) {}

  /// How many pods are wanted; one unless said otherwise.
  public int replicas() {
    return spec.replicas().orElse(1);
  }

  boolean isRecreate() {
    return spec.strategy().filter(strategy -> strategy.type().equals("Recreate")).isPresent();
  }

  /// How many pods may be too many while they are replaced.
  public int maxSurge() {
    return isRecreate() ? 0 : share(RollingUpdate::maxSurge, true);
  }

  /// How many pods may be missing while they are replaced. If both are none, nothing could move, so
  /// one may be missing.
  public int maxUnavailable() {
    if (isRecreate()) {
      return replicas();
    }
    var share = Math.min(share(RollingUpdate::maxUnavailable, false), replicas());
    return share == 0 && maxSurge() == 0 ? 1 : share;
  }

  private int share(
      java.util.function.Function<RollingUpdate, Optional<Json>> part, boolean roundUp) {
    var value =
        spec.strategy()
            .flatMap(Strategy::rollingUpdate)
            .flatMap(part)
            .map(json -> json.tree().asText())
            .orElse("25%");
    if (!value.endsWith("%")) {
      return Integer.parseInt(value);
    }
    var exact = Integer.parseInt(value.substring(0, value.length() - 1)) * replicas() / 100.0;
    return (int) (roundUp ? Math.ceil(exact) : Math.floor(exact));
  }
}
