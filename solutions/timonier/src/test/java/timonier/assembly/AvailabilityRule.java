package timonier.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import timonier.apiserver.requests.ApiRequest;
import timonier.client.ComponentContext;
import timonier.controllers.ReplicaSet;
import timonier.controllers.ReplicaStatuses;
import timonier.deployments.Deployment;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.KubernetesObject;
import timonier.simulation.SimulatedCluster;

/// *Unavailability*: a controller never gives up an available pod if the state that it has read has
/// no more of them than the minimum.
///
/// Judges each request by the caches of the component that sends it. Earlier requests made on the
/// same state count too.
final class AvailabilityRule implements SimulatedCluster.Observer {

  private final Map<String, Integer> judged;

  /// By component: the state on which its last judged request was based.
  private final Map<String, String> states = new TreeMap<>();

  /// By component: the pods that it gave up in that state.
  private final Map<String, TreeSet<String>> givenUp = new TreeMap<>();

  private final Map<String, Integer> lowered = new TreeMap<>();

  /// @param judged counts how often the rule had something to judge
  AvailabilityRule(Map<String, Integer> judged) {
    this.judged = judged;
  }

  @Override
  public void sends(String component, ComponentContext context, ApiRequest request) {
    if (component.equals("replicaset-controller") && request.method().equals("DELETE")) {
      deletion(context, request);
    }
    if (component.equals("deployment-controller")
        && request.method().equals("PATCH")
        && request.path().contains("/replicasets/")) {
      scaling(context, request);
    }
  }

  private void require(boolean holds, String found) {
    judged.merge("unavailability", 1, Integer::sum);
    if (!holds) {
      throw new AssertionError("unavailability: " + found);
    }
  }

  private static String name(ApiRequest request) {
    return request.path().substring(request.path().lastIndexOf('/') + 1);
  }

  /// Forgets what was given up once a component has read a newer state.
  private TreeSet<String> givenUp(String component, String state) {
    if (!state.equals(states.put(component, state))) {
      givenUp.remove(component);
      lowered.clear();
    }
    return givenUp.computeIfAbsent(component, _ -> new TreeSet<>());
  }

  /// A set deletes one of its pods: an available one only if it has more of them than it wants.
  private void deletion(ComponentContext context, ApiRequest request) {
    var pods = context.cache(ResourceTypes.PODS).list();
    var victim = pods.stream().filter(p -> p.metadata().name().equals(name(request))).findFirst();
    var owner = victim.flatMap(pod -> pod.metadata().controller());
    if (owner.isEmpty() || !isAvailable(context, victim.get())) {
      return;
    }
    var set =
        context.cache(ReplicaSet.TYPE).list().stream()
            .filter(candidate -> candidate.metadata().uid().equals(owner.get().uid()))
            .findFirst();
    if (set.isEmpty()) {
      return;
    }
    var gone = givenUp("replicaset-controller", versions(pods));
    if (gone.contains(name(request))) {
      return;
    }
    var available =
        pods.stream()
            .filter(pod -> isControlledBy(pod, set.get()) && !pod.metadata().isBeingDeleted())
            .filter(pod -> isAvailable(context, pod))
            .filter(pod -> !gone.contains(pod.metadata().name()))
            .count();
    gone.add(name(request));
    require(
        available > set.get().replicas(),
        "%s deletes %s, though it has %d available pods and wants %d"
            .formatted(
                set.get().metadata().name(), name(request), available, set.get().replicas()));
  }

  private static boolean isControlledBy(KubernetesObject object, KubernetesObject controller) {
    return object
        .metadata()
        .controller()
        .filter(owner -> owner.uid().equals(controller.metadata().uid()))
        .isPresent();
  }

  private static boolean isAvailable(ComponentContext context, Pod pod) {
    return ReplicaStatuses.isAvailable(pod, Duration.ZERO, context.loop().now());
  }

  private static String versions(List<? extends KubernetesObject> objects) {
    return objects.stream().map(o -> o.metadata().resourceVersion()).toList().toString();
  }

  /// A deployment shrinks a set: the minimum of available pods must be left.
  private void scaling(ComponentContext context, ApiRequest request) {
    JsonNode wanted = JsonFormat.parse(request.body()).at("/spec/replicas");
    var deployment = context.cache(Deployment.TYPE).list().stream().findFirst();
    var sets =
        context.cache(ReplicaSet.TYPE).list().stream()
            .filter(s -> deployment.filter(d -> isControlledBy(s, d)).isPresent())
            .toList();
    var set = sets.stream().filter(s -> s.metadata().name().equals(name(request))).findFirst();
    if (!wanted.isInt() || set.isEmpty() || deployment.isEmpty()) {
      return;
    }
    if (wanted.asInt() >= set.get().replicas()) {
      return;
    }
    givenUp("deployment-controller", versions(sets));
    lowered.put(name(request), wanted.asInt());
    var left = sets.stream().mapToInt(this::availableAfter).sum();
    var before = sets.stream().mapToInt(AvailabilityRule::kept).sum();
    var least = deployment.get().replicas() - deployment.get().maxUnavailable();
    require(
        left >= Math.min(least, before),
        "%s is made smaller, to %d: of %d available pods %d are left, and there must be %d: %s"
            .formatted(name(request), wanted.asInt(), before, left, least, describe(sets)));
  }

  private static List<String> describe(List<ReplicaSet> sets) {
    return sets.stream()
        .map(set ->
            "%s wants %d and has %d available pods"
                .formatted(set.metadata().name(), set.replicas(), available(set)))
        .toList();
  }

  private static int available(ReplicaSet set) {
    return set.status().map(ReplicaSet.Status::availableReplicas).orElse(0);
  }

  /// How many of its available pods a set was not yet told to give up.
  private static int kept(ReplicaSet set) {
    return Math.min(available(set), set.replicas());
  }

  /// How many available pods a set keeps; it gives up those that are not available first.
  private int availableAfter(ReplicaSet set) {
    var wanted = lowered.getOrDefault(set.metadata().name(), set.replicas());
    return Math.min(available(set), wanted);
  }
}
