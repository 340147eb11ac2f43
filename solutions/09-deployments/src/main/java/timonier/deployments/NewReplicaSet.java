package timonier.deployments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.deployments.RolloutPlan.Snapshot;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.OwnerReference;

/// The ReplicaSet of a deployment's template, before it exists.
final class NewReplicaSet {

  /// Returns the set to send to the server.
  ///
  /// @param hash the hash of the template, for the set's name and its pods' labels
  /// @param replicas how many pods it has at first
  static ObjectNode tree(Snapshot snapshot, String hash, int replicas) {
    var deployment = snapshot.deployment();
    var tree = JsonNodeFactory.instance.objectNode();
    tree.put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
    var template = (ObjectNode) deployment.spec().template().copy();
    template.withObject("/metadata/labels").put(PodTemplateHash.LABEL, hash);
    var metadata = tree.putObject("metadata");
    metadata.put("name", deployment.metadata().name() + "-" + hash);
    metadata.put("namespace", deployment.metadata().namespace());
    metadata.set("labels", template.at("/metadata/labels"));
    metadata.set("annotations", JsonFormat.tree(SetDescription.ofNew(snapshot)));
    metadata
        .putArray("ownerReferences")
        .add(JsonFormat.tree(OwnerReference.controller(Deployment.TYPE, deployment)));
    var spec = tree.putObject("spec");
    spec.put("replicas", replicas);
    deployment.spec().minReadySeconds().ifPresent(s -> spec.put("minReadySeconds", s));
    var selector = (ObjectNode) JsonFormat.tree(deployment.spec().selector());
    selector.withObject("/matchLabels").put(PodTemplateHash.LABEL, hash);
    spec.set("selector", selector);
    spec.set("template", template);
    return tree;
  }

  private NewReplicaSet() {}
}
