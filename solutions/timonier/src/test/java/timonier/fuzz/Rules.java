package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The rules that hold whatever is sent. Each answer is judged by itself; its effects are looked up
/// in the cluster.
final class Rules {

  /// The refusals of 500 and more that are right, by code and reason: Kubernetes answers so to a
  /// resourceVersion from the future.
  private static final List<String> DOCUMENTED = List.of("504 Timeout");

  private static final Pattern PROXIED = Pattern.compile("/proxy(/|\\?|$)");

  /// The resources whose objects components remove by themselves.
  private static final List<String> COLLECTED =
      List.of("Pod", "ReplicaSet", "EndpointSlice", "Endpoints", "Event");

  private final Plain plain;

  Rules(Plain plain) {
    this.plain = plain;
  }

  /// Returns the rule that an answer breaks; empty if it breaks none.
  ///
  /// @param before the object that the request named, before the request
  Optional<String> broken(Sent sent, Answer answer, Optional<JsonNode> before) {
    return ofAnswer(sent, answer).or(() -> ofEffect(sent, answer, before));
  }

  private static Optional<String> ofAnswer(Sent sent, Answer answer) {
    var json = answer.json();
    var isHttp = sent.breaksFraming() && List.of(501, 505).contains(answer.code());
    if (answer.code() >= 500
        && !isHttp
        && !DOCUMENTED.contains(answer.code() + " " + json.path("reason").asText())
        && !isHandedOn(sent, answer)) {
      return Optional.of("no answer of " + answer.code());
    }
    var hasBody = !sent.message().method().equals("HEAD");
    if (answer.isRefusal() && hasBody && !isHandedOn(sent, answer)) {
      return shape(answer, json);
    }
    var isWhole = answer.isDocument() && answer.whole() && hasBody && answer.code() != 304;
    return isWhole && json.isMissingNode()
        ? Optional.of("an answer that says it is JSON is JSON")
        : Optional.empty();
  }

  /// Whether the server passes an answer on unchanged, as Kubernetes does: a kubelet's answer about
  /// a container that is not running, and the answer of a program behind `proxy`, or that there is
  /// none.
  private static boolean isHandedOn(Sent sent, Answer answer) {
    var isNotThere =
        sent.request().production() == Production.TALK
            && answer.code() == 500
            && answer.text().startsWith("container not found (");
    return isNotThere || PROXIED.matcher(sent.message().target()).find();
  }

  private static Optional<String> shape(Answer answer, JsonNode status) {
    var fits =
        status.path("kind").asText().equals("Status")
            && status.path("apiVersion").asText().equals("v1")
            && status.path("metadata").isObject()
            && status.path("status").asText().equals("Failure")
            && !status.path("message").asText().isEmpty()
            && !status.path("reason").asText().isEmpty()
            && status.path("code").asInt() == answer.code();
    return fits
        ? Optional.empty()
        : Optional.of("a refusal is a Status with the code of its answer");
  }

  private Optional<String> ofEffect(Sent sent, Answer answer, Optional<JsonNode> before) {
    var request = sent.request();
    if (!request.isWrite() || request.place().isEmpty()) {
      return Optional.empty();
    }
    return answer.isRefusal()
        ? ofRefusal(sent, request.place().get(), before)
        : ofAcceptance(answer);
  }

  /// What a watch must see of an accepted write; empty if nothing was written.
  static Optional<String> written(Sent sent, Answer answer) {
    var isDry =
        sent.message().target().contains("dryRun")
            || new String(sent.message().body(), StandardCharsets.ISO_8859_1).contains("dryRun");
    var object = answer.json();
    var isObject = object.path("metadata").has("uid");
    var deleted = object.path("details").path("uid").asText("");
    return isDry
        ? Optional.empty()
        : isObject
            ? Optional.of(object.path("metadata").path("resourceVersion").asText())
            : Optional.of(deleted).filter(uid -> !uid.isEmpty());
  }

  private Optional<String> ofRefusal(Sent sent, Place place, Optional<JsonNode> before) {
    var found = plain.call("GET", place.path());
    var left = "a refused write leaves what it named as it was";
    if (found.isRefusal()) {
      var mayGo =
          before.isEmpty()
              || COLLECTED.contains(place.resource().kind())
              || before.get().path("metadata").has("ownerReferences")
              || before.get().path("metadata").has("deletionTimestamp");
      return mayGo && found.code() == 404
          ? Optional.empty()
          : Optional.of("%s: %s is answered by %s".formatted(left, before, found));
    }
    for (var entry : found.json().path("metadata").path("managedFields")) {
      if (entry.path("manager").asText().equals(sent.agent())) {
        return Optional.of(left);
      }
    }
    return before
        .filter(object -> !same(object, found.json()))
        .map(object -> "%s: %s became %s".formatted(left, object, found.json()));
  }

  /// Whether an object has not changed, apart from the writes of components, each of which names
  /// its writer.
  private static boolean same(JsonNode before, JsonNode after) {
    var writers = new ArrayList<String>();
    var metadata = after.path("metadata");
    metadata.path("managedFields").forEach(entry -> writers.add(entry.path("manager").asText()));
    // a binding is the only write that names no writer
    var isBound = !after.at("/spec/nodeName").equals(before.at("/spec/nodeName"));
    return isBound
        || before.path("metadata").path("resourceVersion").equals(metadata.path("resourceVersion"))
        || !writers.stream().allMatch(writer -> writer.startsWith("fuzz"));
  }

  private Optional<String> ofAcceptance(Answer answer) {
    var object = answer.json();
    var metadata = object.path("metadata");
    var version = metadata.path("resourceVersion").asText("");
    if (version.isEmpty()
        || !metadata.has("uid")
        || List.of("Table", "Scale").contains(object.path("kind").asText())) {
      return Optional.empty();
    }
    return plain
        .pathOf(object)
        .flatMap(path -> {
          var found = plain.call("GET", path);
          if (found.isRefusal()
              || !found.json().path("metadata").path("uid").equals(metadata.path("uid"))) {
            // dry runs and deletions answer with objects that are not in the store
            return Optional.empty();
          }
          var again = plain.call("PUT", path + "?dryRun=All&fieldValidation=Strict", found.json());
          return again.isRefusal() && again.code() != 409 && again.code() != 404
              ? Optional.of("what was accepted is valid: " + again)
              : Optional.empty();
        });
  }
}
