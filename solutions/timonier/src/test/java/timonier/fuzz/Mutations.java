package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/// Chooses how a request is broken.
final class Mutations {

  private static final int MOST_REPLICAS = 5;

  /// All there are.
  static List<Mutation> all() {
    return Stream.of(Mutation.class.getPermittedSubclasses())
        .flatMap(table -> Stream.of(table.getEnumConstants()))
        .map(Mutation.class::cast)
        .toList();
  }

  /// A mutation that changes something in such a request.
  static Mutation pick(Request request, Chance chance) {
    var hasBody = !request.document().isMissingNode();
    if (request.production() == Production.TALK && chance.one(2)) {
      return chance.of(TalkMutation.values());
    }
    return switch (chance.below(hasBody ? 12 : 6)) {
      case 0, 1 -> chance.of(ParameterMutation.values());
      case 2, 3, 4 -> chance.of(HeadMutation.values());
      case 5 -> chance.of(FramingMutation.values());
      case 6, 7 -> chance.of(TextMutation.values());
      default -> chance.of(DocumentMutation.values());
    };
  }

  /// Breaks what a request means.
  static Request apply(Mutation mutation, Request request, Chance chance) {
    return switch (mutation) {
      case DocumentMutation of when !request.document().isMissingNode() ->
          request.says(
              request.contentType(), modest(of.apply(request.document().deepCopy(), chance)));
      case ParameterMutation of -> of.apply(request, chance);
      default -> request;
    };
  }

  /// A document that asks for a few replicas at most. Billions are as valid, and the cluster would
  /// begin to make them, and do nothing else from then on.
  private static JsonNode modest(JsonNode document) {
    for (var holder : document.findParents("replicas")) {
      limit(holder, "replicas");
    }
    for (var operation : document.isArray() ? document : JsonNodeFactory.instance.arrayNode()) {
      if (operation.path("path").asText().endsWith("/replicas")) {
        limit(operation, "value");
      }
    }
    return document;
  }

  private static void limit(JsonNode holder, String field) {
    if (holder instanceof ObjectNode object && object.path(field).asDouble() > MOST_REPLICAS) {
      object.put(field, MOST_REPLICAS);
    }
  }

  /// Breaks how a request is written.
  static Message apply(Mutation mutation, Message message, Chance chance) {
    return switch (mutation) {
      case TextMutation of when message.body().length > 0 -> {
        var body = message.body(of.apply(message.body(), chance));
        yield of == TextMutation.GZIPPED ? body.with("Content-Encoding", "gzip") : body;
      }
      case HeadMutation of -> of.apply(message, chance);
      // a client that says less than it announced must end, or the server rightly waits for more
      case FramingMutation of -> of.apply(message, chance).ended();
      default -> message;
    };
  }

  private Mutations() {}
}
