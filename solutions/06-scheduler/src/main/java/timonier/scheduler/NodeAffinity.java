package timonier.scheduler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import timonier.pods.Pod;
import timonier.pods.objects.Json;

/// Keeps a pod off nodes without the labels in its `nodeSelector`, and off nodes that match none of
/// the terms of its required node affinity: `node(s) didn't match Pod's node affinity/selector`. If
/// each term names its nodes, only these are checked. If no name satisfies a term, the pod fits
/// nowhere: `pod affinity terms conflict`.
///
/// Scores a node by the sum of the weights of the preferred terms that match it.
final class NodeAffinity implements Filter, Score {

  private static final List<String> REFUSALS =
      List.of("node(s) didn't match Pod's node affinity/selector");

  private static final String CONFLICT = "pod affinity terms conflict";

  private static final String REQUIRED =
      "/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution";

  private static final String PREFERRED =
      "/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution";

  /// Required terms, one of which must match a node (`core/v1 NodeSelector`).
  record NodeSelector(List<NodeSelectorTerm> nodeSelectorTerms) {

    /// The names of the only nodes that can match; empty if a term does not name its nodes.
    Optional<TreeSet<String>> names() {
      var all = new TreeSet<String>();
      for (var term : nodeSelectorTerms) {
        var names = term.names();
        if (names.isEmpty()) {
          return Optional.empty();
        }
        all.addAll(names.get());
      }
      return nodeSelectorTerms.isEmpty() ? Optional.empty() : Optional.of(all);
    }
  }

  /// A term that a node should preferably match (`core/v1 PreferredSchedulingTerm`).
  ///
  /// @param weight how important it is, from 1 to 100
  /// @param preference the term
  record Preference(int weight, NodeSelectorTerm preference) {}

  @Override
  public String name() {
    return "NodeAffinity";
  }

  @Override
  public Demand prepare(Pod pod, ClusterView cluster) {
    var labels = pod.spec().nodeSelector();
    var required = affinity(pod, REQUIRED).map(found -> found.as(NodeSelector.class));
    if (labels.isEmpty() && required.isEmpty()) {
      return NONE;
    }
    Check check = node -> isMeant(node, labels, required) ? List.of() : REFUSALS;
    var names = required.flatMap(NodeSelector::names);
    if (names.isEmpty()) {
      return new Demand.OfEach(check);
    }
    return names.get().isEmpty()
        ? new Demand.Impossible(CONFLICT)
        : new Demand.OfSome(names.get(), check);
  }

  private static Optional<Json> affinity(Pod pod, String pointer) {
    return pod.spec()
        .affinity()
        .map(affinity -> affinity.at(pointer))
        .filter(found -> !found.isMissing());
  }

  private static boolean isMeant(
      NodeState node, Map<String, String> labels, Optional<NodeSelector> required) {
    return node.labels().entrySet().containsAll(labels.entrySet())
        && required
            .map(NodeSelector::nodeSelectorTerms)
            .filter(terms -> terms.stream().noneMatch(term -> term.matches(node.node())))
            .isEmpty();
  }

  @Override
  public int[] scores(Pod pod, List<NodeState> nodes, ClusterView cluster) {
    var preferred = affinity(pod, PREFERRED);
    if (preferred.isEmpty()) {
      return new int[nodes.size()];
    }
    var preferences = List.of(preferred.get().as(Preference[].class));
    return Score.stretched(Score.each(nodes, node -> weight(preferences, node)));
  }

  private static int weight(List<Preference> preferences, NodeState node) {
    return preferences.stream()
        .filter(preferred -> preferred.preference().matches(node.node()))
        .mapToInt(Preference::weight)
        .sum();
  }
}
