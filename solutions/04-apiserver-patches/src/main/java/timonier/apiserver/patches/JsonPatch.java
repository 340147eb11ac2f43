package timonier.apiserver.patches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// A list of operations on a document (RFC 6902), carried out in order, all or none.
///
/// A few copies of copies would make a document as large as one likes, so what they add is bounded
/// as in Kubernetes (`apiserver/pkg/endpoints/handlers/patch.go`), and so are their number and how
/// deep the document may become.
final class JsonPatch {

  /// The most operations that one patch may have.
  private static final int MOST_OPERATIONS = 10_000;

  /// The most characters that all copies of one patch may add: as much as a request may hold.
  private static final long MOST_COPIED = 3 << 20;

  /// How deep a document may be, as deep as the parser reads one.
  private static final int DEEPEST = 1000;

  private JsonNode document;
  private long copied;

  private JsonPatch(JsonNode document) {
    this.document = document;
  }

  /// The document with all operations carried out; the document itself stays as it was.
  ///
  /// @throws ApiException 400 if the patch is no list of operations, 413 if it has too many, 422 if
  ///   one of them cannot be carried out
  public static JsonNode apply(JsonNode document, JsonNode patch) {
    requireOperations(patch);
    if (patch.size() > MOST_OPERATIONS) {
      throw new ApiException(
          Status.failure(
              413,
              "RequestEntityTooLarge",
              ("Request entity too large: The allowed maximum operations in a JSON patch is %d, got"
                      + " %d")
                  .formatted(MOST_OPERATIONS, patch.size())));
    }
    var result = new JsonPatch(document.deepCopy());
    patch.forEach(result::carryOut);
    requireNotDeep(NodeSize.of(result.document));
    return result.document;
  }

  private static void requireOperations(JsonNode patch) {
    if (!patch.isArray()) {
      throw cannotUnmarshal(patch, "jsonpatch.Patch");
    }
    for (var operation : patch) {
      if (!operation.isObject()) {
        throw cannotUnmarshal(operation, "jsonpatch.Operation");
      }
    }
  }

  private static ApiException cannotUnmarshal(JsonNode value, String type) {
    return ApiException.badRequest(
        "json: cannot unmarshal %s into Go value of type %s"
            .formatted(value.getNodeType().name().toLowerCase(Locale.ROOT), type));
  }

  private void carryOut(JsonNode operation) {
    switch (operation.path("op").asText("unknown")) {
      case "add" -> add(place(operation, "path"), value(operation));
      case "remove" -> remove(place(operation, "path"));
      case "replace" -> replace(operation);
      case "move" -> move(operation);
      case "copy" -> add(place(operation, "path"), copy(place(operation, "from").value()));
      case "test" -> test(operation);
      case String name -> throw impossible("Unexpected kind: " + name);
    }
  }

  /// A value that an operation leaves out is null.
  private static JsonNode value(JsonNode operation) {
    var value = operation.get("value");
    return value == null ? JsonNodeFactory.instance.nullNode() : value.deepCopy();
  }

  /// A place in the document: what holds a value, and the value's name or index there.
  private record Place(JsonNode holder, String key) {

    /// The value; null, as in JSON, where an object has none.
    JsonNode value() {
      var value =
          holder instanceof ArrayNode array
              ? array.get(index(array, key, array.size() - 1))
              : holder.get(key);
      return value == null ? JsonNodeFactory.instance.nullNode() : value;
    }
  }

  /// Finds the place that a pointer names. Whatever stands before its first slash is not looked at.
  private Place place(JsonNode operation, String name) {
    var steps = path(operation, name).split("/", -1);
    if (steps.length < 2) {
      throw missing(operation, name);
    }
    if (steps.length - 1 > DEEPEST) {
      throw impossible("no document is nested as deep as \"" + name + "\" leads");
    }
    var holder = document;
    for (var i = 1; i < steps.length - 1; i++) {
      holder = new Place(holder, unescaped(steps[i])).value();
      if (!holder.isContainerNode()) {
        throw missing(operation, name);
      }
    }
    return new Place(holder, unescaped(steps[steps.length - 1]));
  }

  private static String path(JsonNode operation, String name) {
    if (!operation.path(name).isTextual()) {
      throw impossible("operation, missing " + name + " field");
    }
    return operation.get(name).textValue();
  }

  private static String unescaped(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }

  private JsonNode copy(JsonNode value) {
    var size = NodeSize.of(value);
    requireNotDeep(size);
    copied += size.characters();
    if (copied > MOST_COPIED) {
      throw impossible(
          ("Unable to complete the copy, the accumulated size increase of copy is %d, exceeding the"
                  + " limit %d")
              .formatted(copied, MOST_COPIED));
    }
    return value.deepCopy();
  }

  private static void requireNotDeep(NodeSize size) {
    if (size.depth() > DEEPEST) {
      throw impossible("the document would be nested deeper than " + DEEPEST);
    }
  }

  /// A value cannot be moved into itself (RFC 6902, section 4.4).
  private void move(JsonNode operation) {
    if (path(operation, "path").startsWith(path(operation, "from") + "/")) {
      throw impossible("the path " + path(operation, "from") + " cannot be moved into itself");
    }
    var from = place(operation, "from");
    var moved = from.value();
    remove(from);
    add(place(operation, "path"), moved);
  }

  /// What is missing equals null.
  private void test(JsonNode operation) {
    var path = path(operation, "path");
    var actual = path.isEmpty() ? document : place(operation, "path").value();
    if (!actual.equals(value(operation))) {
      throw impossible("testing value " + path + " failed");
    }
  }

  private static void add(Place place, JsonNode value) {
    switch (place.holder()) {
      case ArrayNode array when place.key().equals("-") -> array.add(value);
      case ArrayNode array -> array.insert(index(array, place.key(), array.size()), value);
      case JsonNode object -> ((ObjectNode) object).set(place.key(), value);
    }
  }

  private static void remove(Place place) {
    switch (place.holder()) {
      case ArrayNode array -> array.remove(index(array, place.key(), array.size() - 1));
      case JsonNode object when object.has(place.key()) ->
          ((ObjectNode) object).remove(place.key());
      case JsonNode _ -> throw impossible("Unable to remove nonexistent key: " + place.key());
    }
  }

  /// A field that an object lacks may be replaced; an element that a list lacks may not.
  private void replace(JsonNode operation) {
    var value = value(operation);
    if (path(operation, "path").isEmpty()) {
      document = value;
      return;
    }
    var place = place(operation, "path");
    switch (place.holder()) {
      case ArrayNode array -> array.set(index(array, place.key(), array.size() - 1), value);
      case JsonNode object -> ((ObjectNode) object).set(place.key(), value);
    }
  }

  /// The index that a step names; a negative one counts from the end.
  private static int index(ArrayNode array, String step, int most) {
    try {
      var stated = Integer.parseInt(step);
      var index = stated < 0 ? stated + most + 1 : stated;
      if (index >= 0 && index <= most) {
        return index;
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw impossible("index %s is not in a list of %d".formatted(step, array.size()));
  }

  private static ApiException missing(JsonNode operation, String name) {
    return impossible(
        "%s operation does not apply: doc is missing %s: %s"
            .formatted(operation.path("op").asText(), name, operation.path(name).asText()));
  }

  private static ApiException impossible(String why) {
    return new ApiException(
        Status.failure(
            422,
            "Invalid",
            "the server rejected our request due to an error in our request: " + why));
  }
}
