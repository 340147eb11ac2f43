package timonier.nodes;

import java.util.Optional;
import timonier.apiserver.Authorizer;
import timonier.apiserver.User;
import timonier.apiserver.Verb;
import timonier.pods.JsonFormat;
import timonier.store.Store;
import timonier.store.StoreKey;

/// Decides what nodes may do, and those who want to become nodes (Kubernetes: "Using Node
/// Authorization"); all else is decided by [Authorizer#fixed].
///
/// A node reads its own pods and what they name, services and their endpoints, and its own Node and
/// Lease; it writes the status of its pods and of itself, its Lease, and events. What depends on
/// what is written is decided by [NodeRestriction]. Who holds a join token may ask for a
/// certificate, and see what came of it.
public final class NodeAuthorizer implements Authorizer {

  private static final String LEASES = "kube-node-lease";

  private final Store store;
  private final PodGraph graph;
  private final Authorizer others = Authorizer.fixed();

  /// Decides by what a store holds.
  public NodeAuthorizer(Store store) {
    this.store = store;
    this.graph = new PodGraph(store);
  }

  /// A decision about a node.
  ///
  /// @param isAllowed whether it may
  /// @param why a reason to add to a refusal; empty for none
  private record Decision(boolean isAllowed, String why) {
    static final Decision YES = new Decision(true, "");
    static final Decision NO = new Decision(false, "");

    static Decision no(String why, Object... values) {
      return new Decision(false, why.formatted(values));
    }

    static Decision of(boolean isAllowed) {
      return isAllowed ? YES : NO;
    }
  }

  @Override
  public Optional<String> refuse(Question question) {
    var user = question.user();
    if (user.isIn(User.BOOTSTRAPPERS)) {
      return answer(question, requests(question));
    }
    return user.node()
        .map(node -> answer(question, decide(node, question)))
        .orElseGet(() -> others.refuse(question));
  }

  private static Optional<String> answer(Question question, Decision decision) {
    return decision.isAllowed() ? Optional.empty() : Optional.of(question.refusal(decision.why()));
  }

  private static String resource(Question question) {
    var path = question.path();
    return path.group().isEmpty() ? path.resource() : path.resource() + "." + path.group();
  }

  private Decision decide(String node, Question question) {
    var isWhole = question.path().subresource().isEmpty();
    return switch (resource(question)) {
      case "pods" -> pods(node, question);
      case "nodes" -> nodes(node, question);
      case "leases.coordination.k8s.io" -> leases(node, question);
      case "certificatesigningrequests.certificates.k8s.io" -> requests(question);
      case "secrets", "configmaps", "persistentvolumeclaims" -> related(node, question);
      case "services", "endpoints", "endpointslices.discovery.k8s.io" ->
          Decision.of(isWhole && !question.verb().isWrite());
      case "events", "events.events.k8s.io" ->
          Decision.of(isWhole && (question.verb() == Verb.CREATE || isChange(question.verb())));
      default -> Decision.NO;
    };
  }

  private static boolean isChange(Verb verb) {
    return verb == Verb.UPDATE || verb == Verb.PATCH;
  }

  private static Decision unrelated(String node) {
    return Decision.no("no relationship found between node '%s' and this object", node);
  }

  private Decision pods(String node, Question question) {
    return switch (question.path().subresource()) {
      case "" ->
          switch (question.verb()) {
            case GET -> ownPod(node, question);
            case LIST, WATCH -> ownPods(node, question);
            // whose pod it is, admission sees
            case DELETE -> Decision.YES;
            case CREATE, UPDATE, PATCH, DELETECOLLECTION -> Decision.NO;
          };
      case "status" ->
          question.verb() == Verb.GET
              ? ownPod(node, question)
              : Decision.of(isChange(question.verb()));
      default -> Decision.NO;
    };
  }

  private Decision ownPod(String node, Question question) {
    var path = question.path();
    var pod = new StoreKey("pods", path.namespace(), path.name());
    return PodGraph.nodeOf(store, pod).filter(node::equals).isPresent()
        ? Decision.YES
        : unrelated(node);
  }

  private static Decision ownPods(String node, Question question) {
    return node.equals(question.fields().get("spec.nodeName"))
        ? Decision.YES
        : Decision.no("can only list/watch pods with spec.nodeName field selector");
  }

  private static Decision nodes(String node, Question question) {
    var subresource = question.path().subresource();
    if (!subresource.isEmpty() && !subresource.equals("status")) {
      return Decision.NO;
    }
    var name = question.name();
    return switch (question.verb()) {
      case GET, LIST, WATCH ->
          name.isEmpty()
              ? Decision.no("node '%s' cannot read all nodes, only its own Node object", node)
              : name.equals(node)
                  ? Decision.YES
                  : Decision.no("node '%s' cannot read '%s', only its own Node object", node, name);
      // which Node, admission sees
      case CREATE -> Decision.of(subresource.isEmpty());
      case UPDATE, PATCH -> Decision.of(name.equals(node));
      case DELETE, DELETECOLLECTION -> Decision.NO;
    };
  }

  private static Decision leases(String node, Question question) {
    if (!question.path().subresource().isEmpty()) {
      return Decision.NO;
    }
    if (!question.path().namespace().equals(LEASES)) {
      return Decision.no("can only access leases in the \"%s\" system namespace", LEASES);
    }
    return switch (question.verb()) {
      // which Lease, admission sees
      case CREATE -> Decision.YES;
      case GET, UPDATE, PATCH, DELETE ->
          question.path().name().equals(node)
              ? Decision.YES
              : Decision.no("can only access node lease with the same name as the requesting node");
      case LIST, WATCH, DELETECOLLECTION -> Decision.NO;
    };
  }

  /// What a pod of the node names may be read, one object at a time.
  private Decision related(String node, Question question) {
    if (question.verb().isWrite()) {
      return Decision.no("can only read resources of this type");
    }
    if (!question.path().subresource().isEmpty()) {
      return Decision.no("cannot read subresource");
    }
    if (question.path().namespace().isEmpty()) {
      return Decision.no("can only read namespaced object of this type");
    }
    if (question.name().isEmpty()) {
      return Decision.no("No Object name found");
    }
    var path = question.path();
    var object = new StoreKey(path.resource(), path.namespace(), question.name());
    return graph.relates(node, object) ? Decision.YES : unrelated(node);
  }

  /// Anybody who may ask for a certificate sees what came of it; for which certificate, admission
  /// sees.
  private Decision requests(Question question) {
    var path = question.path();
    if (!resource(question).equals("certificatesigningrequests.certificates.k8s.io")
        || !path.subresource().isEmpty()) {
      return Decision.NO;
    }
    return switch (question.verb()) {
      case CREATE -> Decision.YES;
      case GET -> Decision.of(isOwn(question));
      case LIST, WATCH, UPDATE, PATCH, DELETE, DELETECOLLECTION -> Decision.NO;
    };
  }

  private boolean isOwn(Question question) {
    var key = new StoreKey(resource(question), "", question.path().name());
    return store
        .get(key)
        .map(entry -> JsonFormat.parse(entry.value()).at("/spec/username").asText())
        .filter(question.user().name()::equals)
        .isPresent();
  }
}
