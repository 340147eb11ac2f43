package timonier.apiserver.extensions;

import java.util.ArrayList;
import java.util.List;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.User;
import timonier.pods.Part;

/// Decides what clients may do. A server asks the authorizers of all its parts: see [#union].
@FunctionalInterface
public interface Authorizer {

  /// Decides. Called for each request, on the thread of its caller.
  Decision decide(Question question);

  /// The answer of an authorizer.
  sealed interface Decision {
    /// The client may do it, whatever others say.
    record Allow() implements Decision {}

    /// The client may not do it, whatever others say.
    ///
    /// @param why a reason to add to the refusal; empty for none
    record Deny(String why) implements Decision {}

    /// Others may decide; if none allows it, the client may not do it.
    ///
    /// @param why a reason to add to the refusal; empty for none
    record NoOpinion(String why) implements Decision {}
  }

  /// Makes the authorizer of one server: what a part brings.
  @FunctionalInterface
  interface Factory extends Part.Extension {
    /// Makes it.
    Authorizer create(ServerContext server);
  }

  /// Several authorizers as one: the first that allows or denies decides; if none does, the refusal
  /// holds the reasons of all.
  static Authorizer union(List<Authorizer> authorizers) {
    return question -> {
      var reasons = new ArrayList<String>();
      for (var authorizer : authorizers) {
        var decision = authorizer.decide(question);
        if (!(decision instanceof Decision.NoOpinion(var why))) {
          return decision;
        }
        if (!why.isEmpty()) {
          reasons.add(why);
        }
      }
      return new Decision.NoOpinion(String.join(", ", reasons));
    };
  }

  /// The fixed decisions before stratum 13. Administrators may do everything, components of the
  /// control plane everything with objects. Every client may read health and version, and every
  /// authenticated client may read discovery and OpenAPI; metrics and backups are for
  /// administrators alone. On all else it has no opinion.
  static Authorizer fixed() {
    return question -> {
      var user = question.user();
      var isAllowed =
          user.isIn(User.MASTERS)
              || switch (question.path()) {
                case "" -> user.isIn(User.COMPONENTS);
                case "/healthz", "/livez", "/readyz", "/version" -> true;
                case RequestPath.METRICS, RequestPath.BACKUP -> false;
                default -> user.isIn(User.AUTHENTICATED);
              };
      return isAllowed ? new Decision.Allow() : new Decision.NoOpinion("");
    };
  }
}
