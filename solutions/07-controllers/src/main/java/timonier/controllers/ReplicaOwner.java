package timonier.controllers;

import java.util.Optional;
import timonier.pods.LabelSelector;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;

/// An object that wants so many pods, all alike: a [ReplicaSet], or a [ReplicationController],
/// which differs from it only in how it writes its selector.
public sealed interface ReplicaOwner extends KubernetesObject
    permits ReplicaSet, ReplicationController {

  /// How many pods are wanted; one unless said otherwise.
  int replicas();

  /// How many seconds a pod must be ready to count as available.
  int minReadySeconds();

  /// Which pods are its own.
  LabelSelector selector();

  /// What its pods are made from, as a tree.
  Json template();

  /// What was observed; empty until that was first told.
  Optional<ReplicaSet.Status> status();
}
