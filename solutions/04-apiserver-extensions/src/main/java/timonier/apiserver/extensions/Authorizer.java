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

  /// What an authorizer says.
  sealed interface Decision {
    /// The client may do it, whatever others say.
    record Allow() implements Decision {}

    /// The client may not do it, whatever others say.
    ///
    /// @param why a reason to add to the refusal; empty for none
    record Deny(String why) implements Decision {}

    /// Others may decide; the client may not do it if nobody allows it.
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

  /// Several authorizers as one: the first that allows or denies decides; if none does, the reasons
  /// of all are told.
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

  /// Before stratum 13 the decisions are fixed: administrators and the components beside the server
  /// may do everything; the health of the server and its version are for all; what it serves is for
  /// all who are known; nothing else is said. Figures and backups are so for administrators alone.
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
