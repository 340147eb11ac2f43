package timonier.controllers;

import java.util.Optional;
import timonier.pods.LabelSelector;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;

/// An object that keeps a number of equal pods: a [ReplicaSet], or a [ReplicationController], which
/// differs only in the form of its selector.
public sealed interface ReplicaOwner extends KubernetesObject
    permits ReplicaSet, ReplicationController {

  /// The desired number of pods; 1 by default.
  int replicas();

  /// How many seconds a pod must be ready to count as available.
  int minReadySeconds();

  /// The selector of its pods.
  LabelSelector selector();

  /// The template of its pods, as a tree.
  Json template();

  /// The observed state; empty until it was first written.
  Optional<ReplicaSet.Status> status();
}
