package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/// How a job knows its pods: by labels with its name and UID, which no other job's pods have.
final class JobSelector {

  /// Kubernetes writes each label twice: once as before it had prefixes.
  private static final List<String> PREFIXES = List.of("", "batch.kubernetes.io/");

  /// Gives a new job its selector and the labels for it, unless its author chose a selector.
  static void generate(ObjectNode job) {
    var spec = job.withObject("/spec");
    if (spec.path("manualSelector").asBoolean()) {
      return;
    }
    var name = TextNode.valueOf(job.path("metadata").path("name").asText(""));
    var uid = TextNode.valueOf(job.path("metadata").path("uid").asText(""));
    var labels = spec.withObject("/template").withObject("/metadata").withObject("/labels");
    for (var prefix : PREFIXES) {
      labels.putIfAbsent(prefix + "job-name", name);
      labels.putIfAbsent(prefix + "controller-uid", uid);
    }
    spec.withObject("/selector")
        .withObject("/matchLabels")
        .putIfAbsent(PREFIXES.getLast() + "controller-uid", uid);
  }

  private JobSelector() {}
}
