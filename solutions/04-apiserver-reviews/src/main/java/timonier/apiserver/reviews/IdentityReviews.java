package timonier.apiserver.reviews;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import timonier.apiserver.extensions.Authenticator.Credentials;
import timonier.apiserver.extensions.KindRules.Computation.Asked;
import timonier.apiserver.requests.User;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

/// Answers who a user is: the client itself, or the holder of a token.
final class IdentityReviews {

  /// The audience of all tokens that the server knows: the server itself, by the default name of
  /// Kubernetes' API servers (`--api-audiences`).
  private static final String AUDIENCE = "https://kubernetes.default.svc.cluster.local";

  private static final String UNKNOWN = "invalid bearer token";

  /// Answers who the client is. The fields of the request are ignored.
  static ObjectNode self(Asked asked) {
    var answer = JsonFormat.mapper().createObjectNode();
    answer.put("kind", asked.type().kind()).put("apiVersion", asked.type().apiVersion());
    var now = asked.server().loop().now().truncatedTo(ChronoUnit.SECONDS);
    answer.putObject("metadata").put("creationTimestamp", now.toString());
    write(asked.request().user(), answer.putObject("status").putObject("userInfo"));
    return answer;
  }

  /// Answers who holds a token. An unknown token is an answer, not a refusal.
  static ObjectNode token(Asked asked) {
    var review = asked.document();
    var spec = review.path("spec");
    var token = spec.path("token").asText("");
    if (token.isEmpty()) {
      throw ApiException.badRequest("token is required for TokenReview in authentication");
    }
    var status = review.putObject("status");
    var isMeant = spec.path("audiences").isEmpty();
    for (var audience : spec.path("audiences")) {
      isMeant |= audience.asText().equals(AUDIENCE);
    }
    try {
      var known = isMeant ? holder(asked, token) : Optional.<User>empty();
      known.ifPresentOrElse(
          user -> {
            status.put("authenticated", true).putArray("audiences").add(AUDIENCE);
            write(user, status.putObject("user"));
          },
          () -> status.put("error", UNKNOWN));
    } catch (ApiException refusal) {
      status.put("error", refusal.getMessage());
    }
    return review;
  }

  private static Optional<User> holder(Asked asked, String token) {
    var shown = new Credentials(Optional.empty(), Optional.of(token));
    return asked.authenticator().authenticate(shown);
  }

  private static void write(User user, ObjectNode into) {
    into.put("username", user.name()).put("uid", user.uid());
    user.groups().forEach(into.putArray("groups")::add);
    user.extra()
        .forEach((key, values) -> {
          var list = into.withObject("/extra").putArray(key);
          values.forEach(list::add);
        });
  }

  private IdentityReviews() {}
}
