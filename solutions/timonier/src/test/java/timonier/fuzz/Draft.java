package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// A request in the making, shared by all [Production]s.
record Draft(Production production, Api api, Place place, Chance chance, Live live) {

  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

  Request request(String method, String path) {
    return Request.of(production, Optional.of(place), method, path);
  }

  ObjectNode document() {
    return Documents.of(api, place, chance);
  }

  /// The path of the collection in one namespace, or in all.
  String somewhere() {
    return chance.one(4)
        ? place.resource().base() + "/" + place.resource().plural()
        : place.collection();
  }

  /// The path of a subresource of the object that has a verb.
  String part(String verb) {
    return place.path() + "/" + chance.of(Production.parts(place.resource(), verb));
  }

  /// The path of a running pod.
  String runner() {
    return new Runner(place.namespace()).path();
  }

  String format() {
    return chance.of(Bodies.JSON, Bodies.JSON, Bodies.JSON, Bodies.YAML, Bodies.PROTOBUF);
  }

  /// Adds the version that is replaced to half of all replacements.
  JsonNode versioned(ObjectNode document) {
    if (chance.one(2)) {
      ((ObjectNode) document.path("metadata")).put("resourceVersion", live.version(place));
    }
    return document;
  }

  ObjectNode ofKind(String apiVersion, String kind) {
    var document = JsonNodeFactory.instance.objectNode();
    document.put("apiVersion", apiVersion).put("kind", kind);
    document.putObject("metadata").put("name", place.name()).put("namespace", place.namespace());
    return document;
  }

  /// A document for a subresource: a `Scale`, or a status made of the kind's own schema.
  JsonNode partDocument(String path) {
    if (path.endsWith("/scale")) {
      var scale = ofKind("autoscaling/v1", "Scale");
      scale.putObject("spec").put("replicas", chance.below(3));
      return scale;
    }
    return versioned(Documents.withStatus(api, place, chance));
  }

  /// Some of the fields of a document.
  JsonNode partial() {
    var whole = document();
    var partial = JsonNodeFactory.instance.objectNode();
    partial.putObject("metadata").putObject("annotations").put("fuzz", "n" + chance.below(1000));
    for (var field : whole.properties()) {
      if (!List.of("metadata", "apiVersion", "kind").contains(field.getKey()) && chance.one(2)) {
        partial.set(field.getKey(), field.getValue());
      }
    }
    return partial;
  }

  JsonNode jsonPatch() {
    var patch = JsonNodeFactory.instance.arrayNode();
    patch.addObject().put("op", "test").put("path", "/metadata/name").put("value", place.name());
    patch.addObject().put("op", "add").put("path", "/metadata/annotations").putObject("value");
    for (var left = chance.below(4); left >= 0; left--) {
      operation(patch);
    }
    return patch;
  }

  private void operation(ArrayNode patch) {
    var operation = patch.addObject();
    switch (chance.of("add", "replace", "remove", "copy", "move")) {
      case "add" ->
          operation
              .put("op", "add")
              .put("path", "/metadata/annotations/fuzz.io~1" + chance.below(5))
              .put("value", "v" + chance.below(100));
      case "replace" ->
          operation
              .put("op", "replace")
              .put("path", "/metadata/labels/app")
              .put("value", chance.of("fuzz", "other"));
      case "remove" -> operation.put("op", "remove").put("path", "/metadata/labels/app");
      case "copy" ->
          operation
              .put("op", "copy")
              .put("from", "/metadata/name")
              .put("path", "/metadata/annotations/copy");
      default ->
          operation
              .put("op", "move")
              .put("from", "/metadata/labels/app")
              .put("path", "/metadata/labels/moved");
    }
  }

  /// Adds options of a write.
  Request writes(Request request) {
    var some = chance.one(4) ? request.with("dryRun", "All") : request;
    some =
        chance.one(3) ? some.with("fieldValidation", chance.of("Strict", "Warn", "Ignore")) : some;
    some = chance.one(5) ? some.with("pretty", "true") : some;
    return tabled(some);
  }

  /// Adds options of a deletion, in the query or in the body.
  Request deletes(Request request, String uid) {
    var policy = chance.of("Background", "Foreground", "Orphan");
    if (chance.one(2)) {
      var some = chance.one(2) ? request.with("propagationPolicy", policy) : request;
      return chance.one(2) ? some.with("gracePeriodSeconds", chance.of("0", "1", "30")) : some;
    }
    var options = JsonNodeFactory.instance.objectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("propagationPolicy", policy);
    if (chance.one(3) && !uid.isEmpty()) {
      options.putObject("preconditions").put("uid", uid);
    }
    if (chance.one(4)) {
      options.putArray("dryRun").add("All");
    }
    return request.says(chance.of(Bodies.JSON, Bodies.YAML, Bodies.PROTOBUF), options);
  }

  Request reads(Request request) {
    return tabled(chance.one(6) ? request.with("pretty", "1") : request);
  }

  Request tabled(Request request) {
    return switch (chance.below(6)) {
      case 0 -> request.header("Accept", TABLE);
      case 1 ->
          request
              .header("Accept", TABLE)
              .with("includeObject", chance.of("None", "Object", "Metadata"));
      case 2 ->
          request.header("Accept", "application/json;q=0.5, */*").header("Accept-Encoding", "gzip");
      default -> request;
    };
  }

  Request selects(Request request) {
    var some = request;
    if (chance.one(3)) {
      some =
          some.with(
              "labelSelector",
              chance.of("app=fuzz", "app!=fuzz,tier", "app in (fuzz,b)", "!app", "app notin (x)"));
    }
    if (chance.one(3)) {
      some =
          some.with(
              "fieldSelector",
              chance.of(
                  "metadata.name=" + place.name(),
                  "metadata.name!=f0",
                  "metadata.namespace=" + place.namespace()));
    }
    if (production == Production.LIST && chance.one(3)) {
      some = some.with("limit", chance.of("1", "2", "500"));
      var token = live.continueToken(place.collection());
      some = chance.one(2) && !token.isEmpty() ? some.with("continue", token) : some;
    }
    if (production == Production.LIST && chance.one(4)) {
      some =
          some.with("resourceVersion", chance.of("0", live.version(place)))
              .with("resourceVersionMatch", chance.of("NotOlderThan", "Exact"));
    }
    return some;
  }
}
