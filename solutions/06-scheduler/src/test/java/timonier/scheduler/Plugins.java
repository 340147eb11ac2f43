package timonier.scheduler;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;

/// Calls plugins with nodes and pods written as JSON, with `'` for `"`.
final class Plugins {

  private static <T> T read(String json, Class<T> type) {
    return JsonFormat.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }

  /// A node of 4 processors, 8 GiB and 10 pods.
  ///
  /// @param labels as in `'disk': 'fast'`
  /// @param spec as in `'unschedulable': true`
  static NodeState node(String name, String labels, String spec) {
    return node(name, labels, spec, "'cpu': '4', 'memory': '8Gi', 'pods': '10'");
  }

  static NodeState node(String name, String labels, String spec, String allocatable) {
    return node(name, labels, spec, "'allocatable'", allocatable);
  }

  /// A node whose status has only its capacity.
  static NodeState nodeOfCapacity(String name, String capacity) {
    return node(name, "", "", "'capacity'", capacity);
  }

  private static NodeState node(
      String name, String labels, String spec, String field, String amounts) {
    var json =
        "{'metadata': {'name': '%s', 'labels': {%s}}, 'spec': {%s}, 'status': {%s: {%s}}}"
            .formatted(name, labels, spec, field, amounts);
    return new NodeState(read(json, Node.class));
  }

  /// A pod of one container.
  ///
  /// @param uid its name and identity
  /// @param spec as in `'nodeName': 'n'`
  /// @param container as in `'image': 'any'`
  static Pod pod(String uid, String spec, String container) {
    return pod(uid, "", spec, container);
  }

  static Pod pod(String uid, String metadata, String spec, String container) {
    var json =
        """
        {'metadata': {'name': '%1$s', 'uid': '%1$s'%2$s},
         'spec': {'containers': [{'name': 'c'%4$s}]%3$s}}
        """;
    return read(
        json.formatted(uid, further(metadata), further(spec), further(container)), Pod.class);
  }

  private static String further(String fields) {
    return fields.isEmpty() ? "" : ", " + fields;
  }

  /// A container's requests, as in `'cpu': '1'`.
  static String requests(String amounts) {
    return "'resources': {'requests': {%s}}".formatted(amounts);
  }

  static String toleration(String fields) {
    return "'tolerations': [{%s}]".formatted(fields);
  }

  /// Returns why a filter refuses a node; empty if it passes.
  static List<String> refusals(Filter filter, Pod pod, NodeState node) {
    return switch (filter.prepare(pod, () -> List.of(node))) {
      case Filter.Demand.None _ -> List.of();
      case Filter.Demand.OfEach(var check) -> check.refusals(node);
      case Filter.Demand.OfSome(var _, var check) -> check.refusals(node);
      case Filter.Demand.Impossible(var reason) -> List.of(reason);
    };
  }

  /// The scores of nodes, in their order.
  static int[] scores(Score score, Pod pod, NodeState... nodes) {
    var all = Stream.of(nodes).toList();
    return score.scores(pod, all, () -> all);
  }

  private Plugins() {}
}
