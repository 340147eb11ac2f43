package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/// Chooses how a request is broken.
final class Mutations {

  private static final int MOST_REPLICAS = 5;

  /// All mutations.
  static List<Mutation> all() {
    return Stream.of(Mutation.class.getPermittedSubclasses())
        .flatMap(table -> Stream.of(table.getEnumConstants()))
        .map(Mutation.class::cast)
        .toList();
  }

  /// Chooses a mutation that changes something in a request.
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

  /// Breaks the meaning of a request.
  static Request apply(Mutation mutation, Request request, Chance chance) {
    return switch (mutation) {
      case DocumentMutation of when !request.document().isMissingNode() ->
          request.says(
              request.contentType(), modest(of.apply(request.document().deepCopy(), chance)));
      case ParameterMutation of -> of.apply(request, chance);
      default -> request;
    };
  }

  /// Limits a document to a few replicas. Billions would be valid too, and making them would keep
  /// the cluster busy from then on.
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

  /// Breaks the bytes of a request.
  static Message apply(Mutation mutation, Message message, Chance chance) {
    return switch (mutation) {
      case TextMutation of when message.body().length > 0 -> {
        var body = message.body(of.apply(message.body(), chance));
        yield of == TextMutation.GZIPPED ? body.with("Content-Encoding", "gzip") : body;
      }
      case HeadMutation of -> of.apply(message, chance);
      // a client that sends less than it announced must end its output, or the server rightly waits
      // for more
      case FramingMutation of -> of.apply(message, chance).ended();
      default -> message;
    };
  }

  private Mutations() {}
}
