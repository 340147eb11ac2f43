package timonier.apiserver.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.pods.ApiException;
import timonier.pods.Status;

/// A list of operations on a document (RFC 6902), carried out in order, all or none.
public final class JsonPatch {

  /// The document with all operations carried out; the document itself stays as it was.
  ///
  /// @throws ApiException 400 if the patch makes no sense, 422 if an operation cannot be carried
  ///   out
  public static JsonNode apply(JsonNode document, JsonNode patch) {
    if (!patch.isArray()) {
      throw ApiException.badRequest(
          "error decoding patch: json: cannot unmarshal object into Go value of type"
              + " jsonpatch.Patch");
    }
    var result = document.deepCopy();
    for (var operation : patch) {
      result = apply(result, operation, operation.path("op").asText());
    }
    return result;
  }

  private static JsonNode apply(JsonNode document, JsonNode operation, String name) {
    var path = pointer(operation, "path");
    return switch (name) {
      case "add" -> add(document, path, value(operation));
      case "remove" -> remove(document, path);
      case "replace" -> add(remove(document, path), path, value(operation));
      case "move" -> {
        var from = pointer(operation, "from");
        var moved = find(document, from);
        yield add(remove(document, from), path, moved);
      }
      case "copy" -> add(document, path, find(document, pointer(operation, "from")).deepCopy());
      case "test" -> test(document, path, operation);
      default -> throw ApiException.badRequest("Unexpected kind: " + name);
    };
  }

  private static JsonNode value(JsonNode operation) {
    if (!operation.has("value")) {
      throw ApiException.badRequest("the operation has no value: " + operation);
    }
    return operation.get("value").deepCopy();
  }

  private static JsonPointer pointer(JsonNode operation, String name) {
    try {
      return JsonPointer.compile(operation.path(name).asText());
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("\"" + name + "\" is no JSON pointer: " + e.getMessage());
    }
  }

  private static JsonNode find(JsonNode document, JsonPointer path) {
    var found = document.at(path);
    if (found.isMissingNode()) {
      throw impossible("the path " + path + " does not exist");
    }
    return found;
  }

  private static JsonNode test(JsonNode document, JsonPointer path, JsonNode operation) {
    if (!document.at(path).equals(operation.path("value"))) {
      throw impossible("testing value " + path + " failed");
    }
    return document;
  }

  private static JsonNode add(JsonNode document, JsonPointer path, JsonNode value) {
    if (path.matches()) {
      return value;
    }
    var parent = find(document, path.head());
    var last = path.last();
    switch (parent) {
      case ObjectNode object -> object.set(last.getMatchingProperty(), value);
      case ArrayNode array -> {
        var end = last.getMatchingProperty().equals("-");
        array.insert(end ? array.size() : index(array, last, array.size()), value);
      }
      default -> throw impossible("the path " + path + " leads into a value");
    }
    return document;
  }

  private static JsonNode remove(JsonNode document, JsonPointer path) {
    find(document, path);
    if (path.matches()) {
      return document;
    }
    switch (document.at(path.head())) {
      case ObjectNode object -> object.remove(path.last().getMatchingProperty());
      case ArrayNode array -> array.remove(index(array, path.last(), array.size() - 1));
      default -> throw impossible("the path " + path + " leads into a value");
    }
    return document;
  }

  private static int index(ArrayNode array, JsonPointer last, int most) {
    var index = last.getMatchingIndex();
    if (index < 0 || index > most) {
      throw impossible(
          "index %s is not in a list of %d".formatted(last.getMatchingProperty(), array.size()));
    }
    return index;
  }

  private static ApiException impossible(String why) {
    return new ApiException(
        Status.failure(
            422,
            "Invalid",
            "the server rejected our request due to an error in our request: " + why));
  }

  private JsonPatch() {}
}
