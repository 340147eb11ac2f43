package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Breaks one value of a document.
enum DocumentMutation implements Mutation {
  WRONG_TYPE {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return chance.of(
          JSON.textNode("7"),
          JSON.numberNode(7),
          JSON.booleanNode(true),
          JSON.arrayNode().add(value),
          JSON.objectNode().set("a", value),
          JSON.arrayNode().add(JSON.arrayNode()),
          JSON.numberNode(1.5));
    }
  },
  NULL {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return JSON.nullNode();
    }
  },
  EMPTY {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return chance.of(JSON.objectNode(), JSON.arrayNode(), JSON.textNode(""));
    }
  },
  NULL_ELEMENT {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return JSON.arrayNode().addNull().add(value).addNull();
    }
  },
  TWICE {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return value instanceof ArrayNode list
          ? list.deepCopy().addAll(list)
          : JSON.arrayNode().add(value).add(value);
    }
  },
  DEEP_NESTING {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      var nested = value;
      for (var left = chance.of(50, 400, 990, 2000); left > 0; left--) {
        nested = left % 2 == 0 ? JSON.arrayNode().add(nested) : JSON.objectNode().set("a", nested);
      }
      return nested;
    }
  },
  ODD_NUMBER {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return chance.of(
          JSON.numberNode(-1),
          JSON.numberNode(0),
          JSON.numberNode(Integer.MAX_VALUE),
          JSON.numberNode(Integer.MAX_VALUE + 1L),
          JSON.numberNode(Integer.MIN_VALUE),
          JSON.numberNode(Long.MAX_VALUE),
          JSON.numberNode(Long.MIN_VALUE),
          JSON.numberNode(BigInteger.TWO.pow(200)),
          JSON.numberNode(new BigDecimal("1e400")),
          JSON.numberNode(new BigDecimal("1e-400")),
          JSON.numberNode(new BigDecimal("1E+2147483000")),
          JSON.numberNode(65536),
          JSON.numberNode(3.0));
    }
  },
  ODD_TEXT {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return JSON.textNode(chance.of(ODD_TEXTS));
    }
  },
  /// Another value of the same document.
  SWAPPED {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return value;
    }

    @Override
    JsonNode apply(JsonNode document, Chance chance) {
      var spots = spots(document);
      if (spots.size() > 1) {
        var from = chance.of(spots).value().deepCopy();
        chance.of(spots).set(from);
      }
      return document;
    }
  },
  MISSING_FIELD {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return value;
    }

    @Override
    JsonNode apply(JsonNode document, Chance chance) {
      var spots = spots(document);
      if (!spots.isEmpty()) {
        chance.of(spots).remove();
      }
      return document;
    }
  },
  UNKNOWN_FIELD {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      return value instanceof ObjectNode object
          ? object.deepCopy().put(chance.of(ODD_TEXTS), "unknown")
          : JSON.objectNode().put("unknown", 1);
    }
  },
  /// A directive of strategic merge patches, where it makes no sense.
  DIRECTIVE {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      var object = value instanceof ObjectNode known ? known.deepCopy() : JSON.objectNode();
      var any =
          chance.of(
              JSON.textNode("x"),
              JSON.nullNode(),
              JSON.arrayNode().add("a").addNull(),
              JSON.objectNode(),
              JSON.numberNode(1),
              JSON.arrayNode().addObject().put("name", "a"),
              value);
      var field =
          chance.of(
              "containers",
              "ports",
              "labels",
              "finalizers",
              "spec",
              "",
              "env",
              "$patch",
              "tolerations",
              "conditions",
              "metadata");
      switch (chance.below(7)) {
        case 0 ->
            object.set(
                "$patch",
                chance.of(
                    any,
                    JSON.textNode("replace"),
                    JSON.textNode("delete"),
                    JSON.textNode("merge")));
        case 1 -> object.set("$retainKeys", any);
        case 2 -> object.set("$setElementOrder/" + field, any);
        case 3 -> object.set("$deleteFromPrimitiveList/" + field, any);
        case 4 -> object.putObject("$patch").set("$patch", any);
        case 5 ->
            object.set(
                field,
                JSON.arrayNode()
                    .add(any)
                    .add(JSON.objectNode().put("$patch", chance.of("delete", "replace", "x"))));
        default -> object.set("$" + field, any);
      }
      return object;
    }
  },
  /// A wrong operation of a JSON patch.
  POINTER {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      var operation = value instanceof ObjectNode known ? known.deepCopy() : JSON.objectNode();
      var pointer =
          chance.of(
              "",
              "/",
              "//",
              "metadata",
              "/metadata/-",
              "/spec/-1",
              "/metadata/labels/~2",
              "/metadata/labels/~",
              "/metadata/finalizers/99999999999999999999",
              "/spec",
              "/metadata",
              "/status/x/y/z",
              "/kind",
              "/spec/containers/00",
              "/metadata/name/x",
              "/" + "a/".repeat(3000));
      operation.put("op", chance.of("add", "remove", "replace", "move", "copy", "test", "fly", ""));
      operation.put(chance.of("path", "from"), pointer);
      return chance.one(3) ? operation : operation.put("path", pointer).put("from", pointer);
    }
  },
  /// Copies of copies, each doubling the document, and more operations than a patch may have.
  COPIES {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      var patch = JSON.arrayNode();
      var from = chance.of("", "/metadata", "/metadata/annotations", "/spec");
      for (var left = chance.of(5, 30, 30, 10_001); left > 0; left--) {
        var operation = patch.addObject().put("op", chance.one(8) ? "move" : "copy");
        operation.put("from", from).put("path", from + "/x" + left);
      }
      return patch;
    }

    @Override
    JsonNode apply(JsonNode document, Chance chance) {
      return document instanceof ArrayNode patch
          ? patch.addAll((ArrayNode) instead(patch, chance))
          : super.apply(document, chance);
    }
  },
  /// A long repetitive text, for which a bad expression needs a long time.
  REPETITIVE {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      var text =
          chance
              .of("-----BEGIN A-----\n", "a.", "a-", "a/", "_", "::", "1", " ", ",", "(", "=", "[")
              .repeat(chance.of(300, 20_000));
      var end = chance.of("", "!", "a", " =");
      return JSON.textNode(chance.one(2) ? text + end : base64(text + end));
    }

    private String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    JsonNode apply(JsonNode document, Chance chance) {
      if (document.at("/spec/request").isTextual()
          && document.get("spec") instanceof ObjectNode to) {
        to.put("request", base64("-----BEGIN A-----\n".repeat(20_000)));
        return document;
      }
      return super.apply(document, chance);
    }
  },
  /// A field that only the server writes.
  SERVER_FIELD {
    @Override
    JsonNode instead(JsonNode value, Chance chance) {
      var object = value instanceof ObjectNode whole ? whole.deepCopy() : JSON.objectNode();
      var metadata =
          object.path("metadata") instanceof ObjectNode known
              ? known
              : object.putObject("metadata");
      switch (chance.below(8)) {
        case 0 -> metadata.put("deletionTimestamp", chance.of("2020-01-01T00:00:00Z", "x"));
        case 1 -> metadata.put("deletionGracePeriodSeconds", chance.below(3) - 1);
        case 2 ->
            metadata.put(
                "resourceVersion", chance.of("0", "-1", "x", "18446744073709551615", "999999999"));
        case 3 -> metadata.put("uid", "another");
        case 4 -> metadata.set("managedFields", fields(chance));
        case 5 ->
            metadata.putArray("ownerReferences").addObject().put("kind", "Pod").put("name", "none");
        case 6 -> metadata.put("generation", -7).put("creationTimestamp", "yesterday");
        default -> metadata.putArray("finalizers").add(chance.of("a/b", "x", "", "kubernetes"));
      }
      return object;
    }

    private JsonNode fields(Chance chance) {
      var entry =
          JSON.objectNode().put("manager", "m").put("operation", chance.of("Apply", "Update", "x"));
      entry.put("fieldsType", "FieldsV1").put("apiVersion", chance.of("v1", "x/y/z"));
      entry.set(
          "fieldsV1",
          chance.of(
              JSON.objectNode(),
              JSON.textNode("x"),
              JSON.objectNode().put("f:metadata", 1),
              JSON.objectNode().set("k:{\"name\":", JSON.objectNode()),
              JSON.objectNode().set("f:spec", JSON.objectNode().set(".", JSON.arrayNode())),
              JSON.objectNode().set("v:{", JSON.objectNode()),
              JSON.objectNode().set("i:x", JSON.objectNode())));
      return JSON.arrayNode().add(entry);
    }
  };

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// The place of a value.
  private record Spot(JsonNode parent, String field, int index) {
    JsonNode value() {
      return parent instanceof ObjectNode ? parent.path(field) : parent.path(index);
    }

    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(field, value);
      } else if (parent instanceof ArrayNode list) {
        list.set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(field);
      } else if (parent instanceof ArrayNode list) {
        list.remove(index);
      }
    }
  }

  private static List<Spot> spots(JsonNode document) {
    var spots = new ArrayList<Spot>();
    collect(document, spots);
    return spots;
  }

  private static void collect(JsonNode parent, List<Spot> spots) {
    for (var field : parent.properties()) {
      spots.add(new Spot(parent, field.getKey(), 0));
      collect(field.getValue(), spots);
    }
    for (var i = 0; parent.isArray() && i < parent.size(); i++) {
      spots.add(new Spot(parent, "", i));
      collect(parent.get(i), spots);
    }
  }

  /// Returns the value that replaces another.
  abstract JsonNode instead(JsonNode value, Chance chance);

  /// Returns the document with one value changed; sometimes the document itself is replaced.
  ///
  /// @param document to be changed
  JsonNode apply(JsonNode document, Chance chance) {
    var spots = spots(document);
    if (spots.isEmpty() || chance.one(12)) {
      return instead(document, chance);
    }
    var spot = chance.of(spots);
    spot.set(instead(spot.value(), chance));
    return document;
  }
}
