package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import timonier.apiserver.schema.Bytes;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.ApiException;

/// Which objects a request wants: by labels and by fields.
///
/// @param labels requirements on labels; all must hold
/// @param fields requirements on fields; all must hold
record Selection(List<LabelRequirement> labels, List<FieldRequirement> fields) {

  /// The selection that a request asks for.
  ///
  /// @throws ApiException 400 if a selector cannot be read
  static Selection of(ApiRequest request, Kind kind) {
    return new Selection(
        LabelSelectorParser.parse(request.parameter("labelSelector").orElse("")),
        FieldSelectorParser.parse(request.parameter("fieldSelector").orElse(""), kind));
  }

  /// The fields that a request fixes to one value; empty if its selectors cannot be read.
  static Map<String, String> fixed(ApiRequest request, Kind kind) {
    var values = new LinkedHashMap<String, String>();
    try {
      of(request, kind).fields.stream()
          .filter(FieldRequirement::equal)
          .forEach(wanted -> values.put(wanted.field().label(), wanted.value()));
      return values;
    } catch (ApiException _) {
      return Map.of();
    }
  }

  boolean isEverything() {
    return labels.isEmpty() && fields.isEmpty();
  }

  /// Whether it asks for objects of one name, and for nothing else.
  boolean isOfOneName() {
    return labels.isEmpty() && fields.size() == 1 && fields.getFirst().fixes("metadata.name");
  }

  /// The one value of a field that is wanted, if there is just one.
  Optional<String> value(String field) {
    return fields.stream()
        .filter(wanted -> wanted.fixes(field))
        .map(FieldRequirement::value)
        .findFirst();
  }

  /// Whether the bytes of an object may match: a value that is wanted must occur in them somewhere.
  /// So most objects that do not match need not be parsed.
  boolean mayMatch(byte[] object) {
    return labels.stream()
            .filter(wanted -> wanted.operator().equals("In") && wanted.values().size() == 1)
            .allMatch(wanted -> mentions(object, wanted.values().getFirst()))
        && fields.stream()
            .filter(FieldRequirement::equal)
            .allMatch(wanted -> wanted.field().hasDefault() || mentions(object, wanted.value()));
  }

  private static boolean mentions(byte[] object, String value) {
    return value.isEmpty() || Bytes.contains(object, value.getBytes(StandardCharsets.UTF_8));
  }

  boolean matches(JsonNode object) {
    Predicate<FieldRequirement> holds = field -> field.matches(object);
    return fields.stream().allMatch(holds)
        && (labels.isEmpty() || matchesLabels(object.path("metadata").path("labels")));
  }

  private boolean matchesLabels(JsonNode node) {
    var present = new LinkedHashMap<String, String>();
    node.properties().forEach(label -> present.put(label.getKey(), label.getValue().asText()));
    return labels.stream().allMatch(requirement -> requirement.matches(present));
  }
}
