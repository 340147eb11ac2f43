package timonier.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.User;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;

/// Restricts a node to its own objects, where the content of a write matters. Source: Kubernetes'
/// admission plugin `NodeRestriction`.
final class NodeRestriction implements Admission {

  private static final String LEASES = "kube-node-lease";

  /// The labels of Kubernetes that a node may give itself (`kubelet/pkg/apis/well_known_labels`).
  private static final Set<String> OWN_LABELS =
      Set.of(
          "kubernetes.io/hostname",
          "kubernetes.io/os",
          "kubernetes.io/arch",
          "beta.kubernetes.io/os",
          "beta.kubernetes.io/arch",
          "beta.kubernetes.io/instance-type",
          "node.kubernetes.io/instance-type",
          "topology.kubernetes.io/zone",
          "topology.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region",
          "failure-domain.kubernetes.io/zone",
          "failure-domain.kubernetes.io/region");

  private static final List<String> OWN_PREFIXES =
      List.of("kubelet.kubernetes.io", "node.kubernetes.io");

  @Override
  public void validate(Attempt attempt) {
    attempt
        .user()
        .node()
        .ifPresent(node -> {
          switch (attempt.operation()) {
            case CREATE, UPDATE -> written(node, attempt);
            case DELETE -> deleted(node, attempt);
            case CONNECT -> {}
          }
        });
  }

  private static void written(String node, Attempt write) {
    if (write.type().equals(ResourceTypes.PODS)) {
      pod(node, write);
    } else if (write.type().equals(ResourceTypes.NODES)) {
      node(node, write);
    } else if (write.type().equals(ResourceTypes.LEASES)) {
      lease(node, write);
    } else if (write.type().equals(ApiServerPart.CERTIFICATE_SIGNING_REQUESTS)
        && write.old().isEmpty()) {
      request(node, write);
    }
  }

  private static ApiException refusal(Attempt write, String why, Object... values) {
    return ApiException.forbidden(write.type(), write.key().name(), why.formatted(values));
  }

  private static void pod(String node, Attempt write) {
    if (write.old().isEmpty()) {
      throw refusal(write, "node \"%s\" cannot create pods", node);
    }
    if (!isOn(node, write.old().get())) {
      throw refusal(
          write,
          "node \"%s\" can only update pod status for pods with spec.nodeName set to itself",
          node);
    }
    var labels = "/metadata/labels";
    if (!write.old().get().at(labels).equals(write.object().at(labels))) {
      throw refusal(write, "node \"%s\" cannot update labels through pod status", node);
    }
  }

  private static boolean isOn(String node, JsonNode pod) {
    return pod.at("/spec/nodeName").asText().equals(node);
  }

  private static void deleted(String node, Attempt attempt) {
    if (attempt.type().equals(ResourceTypes.PODS) && !isOn(node, attempt.object())) {
      throw refusal(
          attempt, "node \"%s\" can only delete pods with spec.nodeName set to itself", node);
    }
  }

  private static void node(String node, Attempt write) {
    if (!write.key().name().equals(node)) {
      throw refusal(
          write, "node \"%s\" is not allowed to modify node \"%s\"", node, write.key().name());
    }
    var before = write.old().map(JsonNode.class::cast).orElse(write.object().path("none"));
    var labels = foreign(before.at("/metadata/labels"), write.object().at("/metadata/labels"));
    if (!labels.isEmpty()) {
      throw refusal(
          write,
          "node \"%s\" is not allowed to modify labels: %s",
          node,
          String.join(", ", labels));
    }
    if (write.old().isEmpty()) {
      return;
    }
    for (var what : List.of("/spec/taints", "/metadata/ownerReferences")) {
      if (!before.at(what).equals(write.object().at(what))) {
        var field = what.substring(what.lastIndexOf('/') + 1);
        throw refusal(write, "node \"%s\" is not allowed to modify %s", node, field);
      }
    }
  }

  /// The changed labels that no node may change.
  private static List<String> foreign(JsonNode before, JsonNode after) {
    var names = new TreeSet<String>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    var changed = new ArrayList<String>();
    for (var name : names) {
      if (!before.path(name).equals(after.path(name)) && isForeign(name)) {
        changed.add(name);
      }
    }
    return changed;
  }

  private static boolean isForeign(String label) {
    var slash = label.indexOf('/');
    var prefix = slash < 0 ? "" : label.substring(0, slash);
    var isOfKubernetes = isWithin(prefix, "kubernetes.io") || isWithin(prefix, "k8s.io");
    return isOfKubernetes
        && !OWN_LABELS.contains(label)
        && OWN_PREFIXES.stream().noneMatch(own -> isWithin(prefix, own));
  }

  private static boolean isWithin(String prefix, String domain) {
    return prefix.equals(domain) || prefix.endsWith("." + domain);
  }

  private static void lease(String node, Attempt write) {
    if (!write.key().namespace().equals(LEASES)) {
      throw refusal(write, "can only access leases in the \"%s\" system namespace", LEASES);
    }
    if (!write.key().name().equals(node)) {
      throw refusal(write, "can only access node lease with the same name as the requesting node");
    }
  }

  /// Refuses certificates for other names than the node's own, and other signers than those of
  /// kubelets.
  private static void request(String node, Attempt write) {
    var spec = write.object().path("spec");
    if (CertificateKind.of(spec.path("signerName").asText()).isEmpty()) {
      throw refusal(
          write,
          "node \"%s\" cannot ask signer \"%s\" for a certificate",
          node,
          spec.path("signerName").asText());
    }
    if (!NodeSubject.of(spec.path("request").asText()).filter(node::equals).isPresent()) {
      throw refusal(write, "can only create a node CSR with CN=%s%s", User.NODE_PREFIX, node);
    }
  }
}
