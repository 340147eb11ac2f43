package timonier.apiserver.reviews;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import timonier.apiserver.extensions.Authorizer.Decision;
import timonier.apiserver.extensions.KindRules.Computation.Asked;
import timonier.apiserver.extensions.Question;
import timonier.apiserver.requests.User;
import timonier.apiserver.rules.Causes;
import timonier.pods.objects.ApiException;

/// Answers whether a user may do something (Kubernetes, "Checking API access").
final class AccessReviews {

  /// Answers about the user that the review names.
  static ObjectNode subject(Asked asked) {
    require(asked, ReviewChecks::subject);
    return answered(asked, user(asked.document().path("spec")));
  }

  /// Answers about the user that the review names, in the namespace of the path.
  static ObjectNode local(Asked asked) {
    var review = asked.document();
    var namespace = asked.key().namespace();
    var metadata = review.withObject("/metadata");
    var stated = metadata.path("namespace").asText(namespace);
    if (!stated.equals(namespace)) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    metadata.put("namespace", namespace);
    var causes = new Causes();
    ReviewChecks.subject(causes, review.path("spec"));
    ReviewChecks.local(causes, review, namespace);
    ReviewChecks.require(asked.type(), causes);
    return answered(asked, user(review.path("spec")));
  }

  /// Answers about the client itself.
  static ObjectNode self(Asked asked) {
    require(asked, ReviewChecks::access);
    return answered(asked, asked.request().user());
  }

  /// Refuses an invalid review of the whole cluster.
  ///
  /// @param spec judges what it asks
  private static void require(Asked asked, BiConsumer<Causes, JsonNode> spec) {
    var causes = new Causes();
    spec.accept(causes, asked.document().path("spec"));
    ReviewChecks.metadata(causes, asked.document().path("metadata"));
    ReviewChecks.require(asked.type(), causes);
  }

  private static User user(JsonNode spec) {
    var extra = new LinkedHashMap<String, List<String>>();
    spec.path("extra")
        .properties()
        .forEach(known -> extra.put(known.getKey(), words(known.getValue())));
    return new User(
        spec.path("user").asText(""),
        spec.path("uid").asText(""),
        words(spec.path("groups")),
        extra);
  }

  private static List<String> words(JsonNode list) {
    var words = new ArrayList<String>();
    list.forEach(word -> words.add(word.asText()));
    return words;
  }

  private static ObjectNode answered(Asked asked, User user) {
    var review = asked.document();
    var status = review.putObject("status");
    switch (asked.authorizer().decide(question(user, review.path("spec")))) {
      case Decision.Allow() -> status.put("allowed", true);
      case Decision.Deny(var why) ->
          status.put("allowed", false).put("denied", true).put("reason", why);
      case Decision.NoOpinion(var why) -> status.put("allowed", false).put("reason", why);
    }
    return review;
  }

  private static Question question(User user, JsonNode spec) {
    var other = spec.path("nonResourceAttributes");
    if (other.isObject()) {
      var path = other.path("path").asText("");
      return Question.of(user, other.path("verb").asText(""), path.isEmpty() ? "/" : path);
    }
    var resource = spec.path("resourceAttributes");
    return new Question(
        user,
        resource.path("verb").asText(""),
        resource.path("group").asText(""),
        resource.path("resource").asText(""),
        resource.path("subresource").asText(""),
        resource.path("namespace").asText(""),
        resource.path("name").asText(""),
        fixed(resource.path("fieldSelector")),
        "");
  }

  /// The fields that a selector fixes to one value. Other requirements are left out, which can only
  /// make the answer stricter.
  private static Map<String, String> fixed(JsonNode selector) {
    var values = new LinkedHashMap<String, String>();
    for (var requirement : selector.path("requirements")) {
      var wanted = requirement.path("values");
      if (requirement.path("operator").asText().equals("In") && wanted.size() == 1) {
        values.put(requirement.path("key").asText(), wanted.get(0).asText());
      }
    }
    for (var term : selector.path("rawSelector").asText("").split(",", -1)) {
      var sides = term.split("==?", 2);
      var isPlain = sides.length == 2 && !term.contains("\\") && !sides[0].endsWith("!");
      if (isPlain && !sides[1].contains("=")) {
        values.put(sides[0], sides[1]);
      }
    }
    return values;
  }

  private AccessReviews() {}
}
