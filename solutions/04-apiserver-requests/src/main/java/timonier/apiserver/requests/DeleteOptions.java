package timonier.apiserver.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.schema.Options;
import timonier.pods.objects.ApiException;

/// How to delete (`meta/v1 DeleteOptions`).
///
/// @param grace how long it may take, in seconds; the object's own choice where absent
/// @param uid only an object with this identity
/// @param resourceVersion only an object in this version
/// @param propagation what becomes of dependents: `Orphan`, `Background` or `Foreground`; where
///   absent, what the object's finalizers say
/// @param dryRun whether nothing may really be deleted
public record DeleteOptions(
    Optional<Long> grace,
    Optional<String> uid,
    Optional<String> resourceVersion,
    Optional<String> propagation,
    boolean dryRun) {

  private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");

  /// The options in a document; where there is none, those in the query of the request.
  ///
  /// @param document `DeleteOptions`; empty where the request brings none
  /// @throws ApiException 422 if they do not go together
  public static DeleteOptions of(ApiRequest request, Optional<ObjectNode> document) {
    var body = document.orElseGet(() -> query(request));
    check(body);
    var preconditions = body.path("preconditions");
    var isDryRun = Requests.isDryRun(request);
    return new DeleteOptions(
        grace(body.path("gracePeriodSeconds")),
        textAt(preconditions.path("uid")),
        textAt(preconditions.path("resourceVersion")),
        propagation(body),
        isDryRun || !body.path("dryRun").isEmpty());
  }

  private static ObjectNode query(ApiRequest request) {
    var options = JsonNodeFactory.instance.objectNode();
    request
        .parameter("gracePeriodSeconds")
        .ifPresent(text -> options.put("gracePeriodSeconds", Options.number(text)));
    request
        .parameter("propagationPolicy")
        .ifPresent(policy -> options.put("propagationPolicy", policy));
    if (request.query().containsKey("orphanDependents")) {
      options.put("orphanDependents", request.flag("orphanDependents"));
    }
    return options;
  }

  private static void check(JsonNode options) {
    var faults = new ArrayList<Options.Fault>();
    var policy = options.path("propagationPolicy");
    if (policy.isTextual() && options.path("orphanDependents").isBoolean()) {
      faults.add(
          new Options.Fault(
              "propagationPolicy",
              "Invalid value: \"%s\": orphanDependents and deletionPropagation cannot be both set"
                  .formatted(policy.asText())));
    }
    if (policy.isTextual() && !POLICIES.contains(policy.asText())) {
      faults.add(
          Options.unsupported(
              "propagationPolicy",
              policy.asText(),
              "\"Foreground\", \"Background\", \"Orphan\", \"nil\""));
    }
    for (var dryRun : options.path("dryRun")) {
      if (!dryRun.asText().equals("All")) {
        faults.add(Options.unsupported("dryRun", dryRun.asText(), "\"All\""));
      }
    }
    Options.require("DeleteOptions", faults);
  }

  /// A negative number means one second, as in Kubernetes.
  private static Optional<Long> grace(JsonNode seconds) {
    return seconds.isNumber()
        ? Optional.of(seconds.asLong() < 0 ? 1 : seconds.asLong())
        : Optional.empty();
  }

  private static Optional<String> propagation(JsonNode options) {
    var orphan = options.path("orphanDependents");
    return orphan.isBoolean()
        ? Optional.of(orphan.asBoolean() ? "Orphan" : "Background")
        : textAt(options.path("propagationPolicy"));
  }

  private static Optional<String> textAt(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }
}
