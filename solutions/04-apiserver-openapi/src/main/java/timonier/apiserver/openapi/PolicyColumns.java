package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeSet;

/// What the columns of those say that limit others: who may do what, and how much.
final class PolicyColumns {

  static final Map<String, Cell> CELLS =
      Map.of(
          "role", Cell.text(PolicyColumns::role),
          "policy-parameter-kind", Cell.text(PolicyColumns::parameterKind),
          "policy-parameter", Cell.text(PolicyColumns::parameter),
          "flow-dangling", Cell.text(PolicyColumns::dangling),
          "certificate-duration", Cell.text(PolicyColumns::requestedDuration),
          "certificate-condition", Cell.text(PolicyColumns::certificateState));

  /// How much of each resource is used, of how much.
  ///
  /// @param side `limits`, or `requests` for all that are none
  static String quota(JsonNode quota, String side) {
    var hard = quota.at("/status/hard");
    var names = new TreeSet<String>();
    hard.fieldNames().forEachRemaining(names::add);
    var parts = new ArrayList<String>();
    for (var name : names) {
      if (name.startsWith("limits.") == side.equals("limits")) {
        var used = quota.at("/status/used").path(name).asText("0");
        parts.add(name + ": " + used + "/" + hard.path(name).asText());
      }
    }
    return String.join(", ", parts);
  }

  /// The subjects of one kind that a binding names.
  static String subjects(JsonNode binding, String kind) {
    var names = new ArrayList<String>();
    for (var subject : binding.path("subjects")) {
      if (subject.path("kind").asText().equals(kind)) {
        var name = subject.path("name").asText();
        var isPlaced = kind.equals("ServiceAccount");
        names.add(isPlaced ? subject.path("namespace").asText() + "/" + name : name);
      }
    }
    return String.join(", ", names);
  }

  private static String role(JsonNode binding) {
    return binding.at("/roleRef/kind").asText() + "/" + binding.at("/roleRef/name").asText();
  }

  private static String parameterKind(JsonNode policy) {
    var kind = policy.at("/spec/paramKind");
    return kind.isObject()
        ? kind.path("apiVersion").asText() + "/" + kind.path("kind").asText()
        : Cells.UNSET;
  }

  private static String parameter(JsonNode binding) {
    var reference = binding.at("/spec/paramRef");
    var name = reference.path("name").asText();
    if (name.isEmpty()) {
      return Cells.UNSET;
    }
    var namespace = reference.path("namespace").asText();
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private static String dangling(JsonNode flow) {
    for (var condition : flow.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Dangling")) {
        return condition.path("status").asText();
      }
    }
    return "?";
  }

  private static String requestedDuration(JsonNode request) {
    var seconds = request.at("/spec/expirationSeconds");
    return seconds.isNumber() ? Ages.duration(Duration.ofSeconds(seconds.asLong())) : Cells.NONE;
  }

  private static String certificateState(JsonNode request) {
    var states = new HashSet<String>();
    request.at("/status/conditions").forEach(c -> states.add(c.path("type").asText()));
    var decision =
        states.contains("Denied") ? "Denied" : states.contains("Approved") ? "Approved" : "Pending";
    var failed = states.contains("Failed") ? ",Failed" : "";
    var isIssued = !Cell.isEmpty(request.at("/status/certificate"));
    return decision + failed + (isIssued ? ",Issued" : "");
  }

  private PolicyColumns() {}
}
