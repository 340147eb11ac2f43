package timonier.apiserver.extensions;

import java.util.List;
import java.util.Map;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.User;

/// The attributes of a request that authorizers decide on.
///
/// @param user the client
/// @param verb what it wants to do, as in `list`; also words that no method stands for, as in
///   `impersonate`
/// @param group the API group of the objects; empty for the core group
/// @param resource the plural of their type, as in `pods`; empty for a path without objects
/// @param subresource what is asked besides an object, as in `log`; empty for the object itself
/// @param namespace the namespace; empty for none, or for all
/// @param name the object that the path names; empty for none
/// @param fields the fields that a selector fixes to one value, as in `spec.nodeName`: none of the
///   objects in the answer has another; empty where the selector cannot be read
/// @param path the path, where there are no objects at it, as in `/metrics`; empty otherwise
public record Question(
    User user,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    Map<String, String> fields,
    String path) {

  private static final List<String> READING = List.of("get", "list", "watch");

  /// Asks whether a client may do something with objects.
  public static Question of(User user, String verb, RequestPath path, Map<String, String> fields) {
    return new Question(
        user,
        verb,
        path.group(),
        path.resource(),
        path.subresource(),
        path.namespace(),
        path.name(),
        fields,
        "");
  }

  /// Asks whether a client may use a path without objects.
  public static Question of(User user, String verb, String path) {
    return new Question(user, verb, "", "", "", "", "", Map.of(), path);
  }

  /// Whether nothing is written.
  public boolean isReading() {
    return READING.contains(verb);
  }

  /// `pods` or `deployments.apps`.
  public String groupResource() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  /// The one object that is asked for, by the path or by a selector; empty if it may be several.
  public String onlyName() {
    return name.isEmpty() ? fields.getOrDefault("metadata.name", "") : name;
  }

  /// The refusal in the words of Kubernetes.
  ///
  /// @param why a reason to add; empty for none
  public String refusal(String why) {
    var reason = why.isEmpty() ? "" : ": " + why;
    if (!path.isEmpty()) {
      return "User \"%s\" cannot %s path \"%s\"%s".formatted(user.name(), verb, path, reason);
    }
    return "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s%s"
        .formatted(
            user.name(),
            verb,
            subresource.isEmpty() ? resource : resource + "/" + subresource,
            group,
            namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"",
            reason);
  }
}
