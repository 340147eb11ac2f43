package timonier.apiserver.selectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import timonier.apiserver.schema.Bytes;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.objects.ApiException;

/// Which objects a request wants: by labels and by fields.
///
/// @param labels requirements on labels; all must hold
/// @param fields requirements on fields; all must hold
public record Selection(List<LabelRequirement> labels, List<FieldRequirement> fields) {

  /// The selection that a request asks for.
  ///
  /// @param parameters the values of its query by name
  /// @throws ApiException 400 if a selector cannot be read
  public static Selection of(Function<String, Optional<String>> parameters, Kind kind) {
    return new Selection(
        LabelSelectorParser.parse(parameters.apply("labelSelector").orElse("")),
        FieldSelectorParser.parse(parameters.apply("fieldSelector").orElse(""), kind));
  }

  /// The fields that a request fixes to one value; empty if its selectors cannot be read.
  ///
  /// @param parameters the values of its query by name
  public static Map<String, String> fixed(
      Function<String, Optional<String>> parameters, Kind kind) {
    var values = new LinkedHashMap<String, String>();
    try {
      of(parameters, kind).fields.stream()
          .filter(FieldRequirement::equal)
          .forEach(wanted -> values.put(wanted.field().label(), wanted.value()));
      return values;
    } catch (ApiException _) {
      return Map.of();
    }
  }

  /// Whether it asks for all objects.
  public boolean isEverything() {
    return labels.isEmpty() && fields.isEmpty();
  }

  /// Whether it asks for objects of one name, and for nothing else.
  public boolean isOfOneName() {
    return labels.isEmpty() && fields.size() == 1 && fields.getFirst().fixes("metadata.name");
  }

  /// The one value of a field that is wanted, if there is just one.
  public Optional<String> value(String field) {
    return fields.stream()
        .filter(wanted -> wanted.fixes(field))
        .map(FieldRequirement::value)
        .findFirst();
  }

  /// Whether the bytes of an object may match: a value that is wanted must occur in them somewhere.
  /// So most objects that do not match need not be parsed.
  public boolean mayMatch(byte[] object) {
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

  /// Whether an object is among them.
  public boolean matches(JsonNode object) {
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
