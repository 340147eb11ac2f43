package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import timonier.apiserver.schema.Bytes;
import timonier.pods.ApiException;
import timonier.pods.LabelSelector.Requirement;
import timonier.pods.ResourceType;

/// Which objects a request wants: by labels and by fields.
///
/// @param labels requirements on labels; all must hold
/// @param fields requirements on fields; all must hold
record Selection(List<Requirement> labels, List<FieldRequirement> fields) {

  private static final Pattern SET =
      Pattern.compile("(?s)\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^\\s=!]+)\\s*(==|=|!=)\\s*([^\\s=!]*)\\s*");
  private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^\\s=!(),]+)\\s*");

  /// The fields that can be selected by, beside `metadata.name` and `metadata.namespace`.
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "pods",
          List.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          "nodes",
          List.of("spec.unschedulable"),
          "secrets",
          List.of("type"),
          "namespaces",
          List.of("status.phase"),
          "services",
          List.of("spec.clusterIP", "spec.type"),
          "certificatesigningrequests",
          List.of("spec.signerName"),
          "replicasets",
          List.of("status.replicas"),
          "events",
          List.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"));

  /// A field that must, or must not, have a value.
  record FieldRequirement(String field, boolean equal, String value) {
    boolean matches(JsonNode object) {
      return at(object).equals(value) == equal;
    }

    private String at(JsonNode object) {
      var node = object;
      for (var part : field.split("\\.", -1)) {
        node = node.path(part);
      }
      return isFlag(field) ? Boolean.toString(node.asBoolean()) : node.asText("");
    }
  }

  private static boolean isFlag(String field) {
    return field.equals("spec.unschedulable") || field.equals("spec.hostNetwork");
  }

  /// The selection that a request asks for.
  ///
  /// @throws ApiException 400 if a selector cannot be read
  static Selection of(ApiRequest request, ResourceType<?> type) {
    return new Selection(
        request.parameter("labelSelector").map(Selection::labels).orElse(List.of()),
        request.parameter("fieldSelector").map(s -> fields(s, type)).orElse(List.of()));
  }

  static List<Requirement> labels(String selector) {
    var requirements = new ArrayList<Requirement>();
    for (var part : selector.split(",(?![^(]*\\))", -1)) {
      if (!part.isBlank()) {
        requirements.add(label(part));
      }
    }
    return requirements;
  }

  private static Requirement label(String part) {
    var set = SET.matcher(part);
    if (set.matches()) {
      var values = List.of(set.group(3).strip().split("\\s*,\\s*", -1));
      return new Requirement(set.group(1), set.group(2).equals("in") ? "In" : "NotIn", values);
    }
    var equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      var operator = equality.group(2).equals("!=") ? "NotIn" : "In";
      return new Requirement(equality.group(1), operator, List.of(equality.group(3)));
    }
    var existence = EXISTENCE.matcher(part);
    if (existence.matches()) {
      var operator = existence.group(1).isEmpty() ? "Exists" : "DoesNotExist";
      return new Requirement(existence.group(2), operator, List.of());
    }
    throw ApiException.badRequest(
        "unable to parse requirement: found '%s', expected: a label selector".formatted(part));
  }

  private static List<FieldRequirement> fields(String selector, ResourceType<?> type) {
    var requirements = new ArrayList<FieldRequirement>();
    for (var part : selector.split(",", -1)) {
      var equality = EQUALITY.matcher(part);
      if (!equality.matches()) {
        throw ApiException.badRequest(
            "invalid selector: '%s'; can't understand '%s'".formatted(selector, part));
      }
      var field = equality.group(1);
      var known =
          field.equals("metadata.name")
              || field.equals("metadata.namespace")
              || FIELDS.getOrDefault(type.plural(), List.of()).contains(field);
      if (!known) {
        throw ApiException.badRequest("field label not supported: " + field);
      }
      requirements.add(
          new FieldRequirement(field, !equality.group(2).equals("!="), equality.group(3)));
    }
    return requirements;
  }

  boolean isEverything() {
    return labels.isEmpty() && fields.isEmpty();
  }

  /// Whether it asks for objects of one name, and for nothing else.
  boolean isOfOneName() {
    return labels.isEmpty()
        && fields.size() == 1
        && fields.getFirst().equal()
        && fields.getFirst().field().equals("metadata.name");
  }

  /// The one value of a field that is wanted, if there is just one.
  Optional<String> value(String field) {
    return fields.stream()
        .filter(wanted -> wanted.equal() && wanted.field().equals(field))
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
            .allMatch(wanted -> isFlag(wanted.field()) || mentions(object, wanted.value()));
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
