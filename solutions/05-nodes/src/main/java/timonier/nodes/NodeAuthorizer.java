package timonier.nodes;

import java.util.List;
import timonier.apiserver.extensions.Authorizer;
import timonier.apiserver.extensions.Question;
import timonier.apiserver.requests.User;
import timonier.pods.objects.JsonFormat;
import timonier.store.Store;
import timonier.store.StoreKey;

/// Decides what nodes and holders of join tokens may do; it has no opinion on others. Source:
/// Kubernetes, "Using Node Authorization".
///
/// A node reads its own pods and the objects they name, services and their endpoints, and its own
/// Node and Lease; it writes the status of its pods and of itself, its Lease, and events; it asks
/// what others may do. [NodeRestriction] decides where the content of a write matters. The holder
/// of a join token may request a certificate, and read that request.
public final class NodeAuthorizer implements Authorizer {

  private static final String LEASES = "kube-node-lease";

  private static final Decision YES = new Decision.Allow();
  private static final Decision NO = new Decision.NoOpinion("");

  private final Store store;
  private final PodGraph graph;

  /// Makes an authorizer that reads pods from a store.
  public NodeAuthorizer(Store store) {
    this.store = store;
    this.graph = new PodGraph(store);
  }

  private static Decision no(String why, Object... values) {
    return new Decision.NoOpinion(why.formatted(values));
  }

  private static Decision only(boolean isAllowed) {
    return isAllowed ? YES : NO;
  }

  @Override
  public Decision decide(Question question) {
    if (!question.path().isEmpty()) {
      return NO;
    }
    var user = question.user();
    return user.isIn(User.BOOTSTRAPPERS)
        ? requests(question)
        : user.node().map(node -> decide(node, question)).orElse(NO);
  }

  private Decision decide(String node, Question question) {
    var isWhole = question.subresource().isEmpty();
    return switch (question.groupResource()) {
      case "pods" -> pods(node, question);
      case "nodes" -> nodes(node, question);
      case "leases.coordination.k8s.io" -> leases(node, question);
      case "certificatesigningrequests.certificates.k8s.io" -> requests(question);
      case "secrets", "configmaps", "persistentvolumeclaims" -> related(node, question);
      case "services", "endpoints", "endpointslices.discovery.k8s.io" ->
          only(isWhole && question.isReading());
      case "events", "events.events.k8s.io" ->
          only(isWhole && (question.verb().equals("create") || isChange(question.verb())));
      // its kubelet asks who its clients are, and what they may do
      case "tokenreviews.authentication.k8s.io",
          "subjectaccessreviews.authorization.k8s.io",
          "localsubjectaccessreviews.authorization.k8s.io" ->
          only(question.verb().equals("create"));
      default -> NO;
    };
  }

  /// What a node may do depends on its pods, and cannot be listed.
  @Override
  public Rules rules(User user, String namespace) {
    return user.node().isPresent() || user.isIn(User.BOOTSTRAPPERS)
        ? Rules.unlisted("node authorizer does not support user rule resolution")
        : Rules.NONE;
  }

  private static boolean isChange(String verb) {
    return List.of("update", "patch").contains(verb);
  }

  private static Decision unrelated(String node) {
    return no("no relationship found between node '%s' and this object", node);
  }

  private Decision pods(String node, Question question) {
    return switch (question.subresource()) {
      case "" ->
          switch (question.verb()) {
            case "get" -> ownPod(node, question);
            case "list", "watch" -> ownPods(node, question);
            // admission checks whose pod it is
            case "delete" -> YES;
            default -> NO;
          };
      case "status" ->
          question.verb().equals("get") ? ownPod(node, question) : only(isChange(question.verb()));
      default -> NO;
    };
  }

  private Decision ownPod(String node, Question question) {
    var pod = new StoreKey("pods", question.namespace(), question.name());
    return PodGraph.nodeOf(store, pod).filter(node::equals).isPresent() ? YES : unrelated(node);
  }

  private static Decision ownPods(String node, Question question) {
    return node.equals(question.fields().get("spec.nodeName"))
        ? YES
        : no("can only list/watch pods with spec.nodeName field selector");
  }

  private static Decision nodes(String node, Question question) {
    var subresource = question.subresource();
    if (!subresource.isEmpty() && !subresource.equals("status")) {
      return NO;
    }
    var name = question.onlyName();
    return switch (question.verb()) {
      case "get", "list", "watch" ->
          name.isEmpty()
              ? no("node '%s' cannot read all nodes, only its own Node object", node)
              : name.equals(node)
                  ? YES
                  : no("node '%s' cannot read '%s', only its own Node object", node, name);
      // admission checks which Node
      case "create" -> only(subresource.isEmpty());
      case "update", "patch" -> only(name.equals(node));
      default -> NO;
    };
  }

  private static Decision leases(String node, Question question) {
    if (!question.subresource().isEmpty()) {
      return NO;
    }
    if (!question.namespace().equals(LEASES)) {
      return no("can only access leases in the \"%s\" system namespace", LEASES);
    }
    return switch (question.verb()) {
      // admission checks which Lease
      case "create" -> YES;
      case "get", "update", "patch", "delete" ->
          question.name().equals(node)
              ? YES
              : no("can only access node lease with the same name as the requesting node");
      default -> NO;
    };
  }

  /// Allows reading objects that a pod of the node names, one at a time.
  private Decision related(String node, Question question) {
    if (!question.isReading()) {
      return no("can only read resources of this type");
    }
    if (!question.subresource().isEmpty()) {
      return no("cannot read subresource");
    }
    if (question.namespace().isEmpty()) {
      return no("can only read namespaced object of this type");
    }
    if (question.onlyName().isEmpty()) {
      return no("No Object name found");
    }
    var object = new StoreKey(question.resource(), question.namespace(), question.onlyName());
    return graph.relates(node, object) ? YES : unrelated(node);
  }

  /// Allows creating certificate requests, and reading own ones; admission checks which
  /// certificate.
  private Decision requests(Question question) {
    if (!question.groupResource().equals("certificatesigningrequests.certificates.k8s.io")
        || !question.subresource().isEmpty()) {
      return NO;
    }
    return switch (question.verb()) {
      case "create" -> YES;
      case "get" -> only(isOwn(question));
      default -> NO;
    };
  }

  private boolean isOwn(Question question) {
    var key = new StoreKey(question.groupResource(), "", question.name());
    return store
        .get(key)
        .map(entry -> JsonFormat.parse(entry.value()).at("/spec/username").asText())
        .filter(question.user().name()::equals)
        .isPresent();
  }
}
