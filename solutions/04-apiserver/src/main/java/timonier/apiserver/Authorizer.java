package timonier.apiserver;

import java.util.Map;
import java.util.Optional;
import timonier.pods.Part;

/// Decides who may do what. Before chapter 13 the decisions are fixed: see [#fixed]; what a node
/// may do is decided beside it, by what is bound to the node.
public interface Authorizer extends Part.Extension {

  /// What somebody wants to do.
  ///
  /// @param user who
  /// @param verb what
  /// @param path with which objects
  /// @param fields the fields that a selector fixes to one value, as in `spec.nodeName`: none of
  ///   the objects in the answer has another; empty where the selector cannot be read
  record Question(User user, Verb verb, RequestPath path, Map<String, String> fields) {

    /// The one object that is asked for, by the path or by a selector; empty if it may be several.
    public String name() {
      return path.name().isEmpty() ? fields.getOrDefault("metadata.name", "") : path.name();
    }

    /// The refusal in the words of Kubernetes.
    ///
    /// @param why a reason to add; empty for none
    public String refusal(String why) {
      return "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s%s"
          .formatted(
              user.name(),
              verb.word(),
              path.resourceName(),
              path.group(),
              path.namespace().isEmpty()
                  ? "at the cluster scope"
                  : "in the namespace \"" + path.namespace() + "\"",
              why.isEmpty() ? "" : ": " + why);
    }
  }

  /// Why a request is refused; empty if it is allowed.
  Optional<String> refuse(Question question);

  /// Why somebody may not read what is no object; empty if he may. How the server is, and which
  /// version, is for everybody; what it serves is for all who are known; figures and backups are
  /// for administrators.
  default Optional<String> refuse(User user, String path) {
    var allowed =
        switch (path) {
          case "/healthz", "/livez", "/readyz", "/version" -> true;
          case ApiServer.METRICS, ApiServer.BACKUP -> user.isIn(User.MASTERS);
          default -> user.isIn(User.AUTHENTICATED);
        };
    return allowed
        ? Optional.empty()
        : Optional.of("User \"%s\" cannot get path \"%s\"".formatted(user.name(), path));
  }

  /// Administrators and the components beside the server may do everything, nobody else anything.
  static Authorizer fixed() {
    return question ->
        question.user().isIn(User.MASTERS) || question.user().isIn(User.COMPONENTS)
            ? Optional.empty()
            : Optional.of(question.refusal(""));
  }
}
