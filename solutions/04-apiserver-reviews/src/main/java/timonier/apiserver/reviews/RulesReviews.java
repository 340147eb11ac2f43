package timonier.apiserver.reviews;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.extensions.Authorizer.PathRule;
import timonier.apiserver.extensions.Authorizer.ResourceRule;
import timonier.apiserver.extensions.KindRules.Computation.Asked;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

/// Lists what a client may do in a namespace, as far as the authorizers can. To be sure about one
/// action, ask for it: see [AccessReviews].
final class RulesReviews {

  static ObjectNode self(Asked asked) {
    var namespace = asked.document().at("/spec/namespace").asText("");
    if (namespace.isEmpty()) {
      throw ApiException.badRequest("no namespace on request");
    }
    var rules = asked.authorizer().rules(asked.request().user(), namespace);
    var answer = JsonFormat.mapper().createObjectNode();
    answer.put("kind", asked.type().kind()).put("apiVersion", asked.type().apiVersion());
    var status = answer.putObject("status");
    var resources = status.putArray("resourceRules");
    rules.resources().forEach(rule -> write(rule, resources.addObject()));
    var paths = status.putArray("nonResourceRules");
    rules.paths().forEach(rule -> write(rule, paths.addObject()));
    status.put("incomplete", !rules.gaps().isEmpty());
    status.put("evaluationError", String.join(", ", rules.gaps()));
    return answer;
  }

  private static void write(ResourceRule rule, ObjectNode into) {
    write("verbs", rule.verbs(), into);
    write("apiGroups", rule.groups(), into);
    write("resources", rule.resources(), into);
    write("resourceNames", rule.names(), into);
  }

  private static void write(PathRule rule, ObjectNode into) {
    write("verbs", rule.verbs(), into);
    write("nonResourceURLs", rule.paths(), into);
  }

  private static void write(String field, List<String> words, ObjectNode into) {
    words.forEach(into.putArray(field)::add);
  }

  private RulesReviews() {}
}
