package timonier.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import timonier.contract.Recording;
import timonier.contract.Recording.Base;
import timonier.fuzz.Api.Resource;

/// Rich and valid objects of many kinds. Schemas do not express all rules, so hardly any generated
/// object of a kind with many rules would be accepted.
final class Samples {

  private static final List<ObjectNode> OBJECTS =
      Stream.concat(
              Recording.bases().values().stream().map(Base::object),
              Recording.lines("/timonier/fuzz/samples.jsonl").stream().map(ObjectNode.class::cast))
          .sorted(Comparator.comparing(object -> object.toString().length()))
          .toList();

  /// The prefix of names of the fuzzer's objects. Some kinds are named by an address.
  static String prefix(Resource resource) {
    return of(resource, Set.of()).stream()
        .map(sample -> sample.at("/metadata/name").asText())
        .filter(name -> name.matches("[0-9.]+"))
        .map(name -> name.substring(0, name.lastIndexOf('.') + 1))
        .findFirst()
        .orElse("f");
  }

  /// Copies of all samples of a resource, the shortest first.
  ///
  /// @param never names of fields that no document may have
  static List<ObjectNode> of(Resource resource, Set<String> never) {
    return OBJECTS.stream()
        .filter(object -> object.path("kind").asText().equals(resource.kind()))
        .filter(object -> object.path("apiVersion").asText().equals(resource.apiVersion()))
        .map(ObjectNode::deepCopy)
        .peek(object -> purge(object, never))
        .toList();
  }

  /// Removes fields, and elements of lists that have one.
  private static void purge(JsonNode value, Set<String> never) {
    if (value instanceof ObjectNode object) {
      object.remove(never);
    }
    for (var elements = value.elements(); elements.hasNext(); ) {
      var element = elements.next();
      if (value.isArray() && never.stream().anyMatch(element::has)) {
        elements.remove();
      } else {
        purge(element, never);
      }
    }
  }

  private Samples() {}
}
