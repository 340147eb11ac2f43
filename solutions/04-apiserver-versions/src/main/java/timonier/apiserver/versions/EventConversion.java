package timonier.apiserver.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.Names;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.schema.SelectableField;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// Converts events between `v1` and `events.k8s.io/v1`, which has other names for the fields, some
/// of them deprecated, and stricter rules (Kubernetes: `ValidateEventCreate`,
/// `ValidateEventUpdate`).
final class EventConversion implements Conversion {

  private static final String CONTROLLER = "reportingController";

  /// The names of fields in `events.k8s.io/v1`, by those in `v1`.
  private static final Map<String, String> NAMES = names();

  private static Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    names.put("involvedObject", "regarding");
    names.put("message", "note");
    names.put("reportingComponent", CONTROLLER);
    names.put("source", "deprecatedSource");
    names.put("firstTimestamp", "deprecatedFirstTimestamp");
    names.put("lastTimestamp", "deprecatedLastTimestamp");
    names.put("count", "deprecatedCount");
    return Collections.unmodifiableMap(names);
  }

  /// Fields of `v1` that new events may not have.
  private static final List<String> DEPRECATED =
      List.of("firstTimestamp", "lastTimestamp", "count");

  /// Fields of `v1` that no update may change, in the order of messages.
  private static final List<String> FIXED =
      List.of(
          "involvedObject",
          "reason",
          "message",
          "source",
          "firstTimestamp",
          "lastTimestamp",
          "count",
          "reportingComponent",
          "reportingInstance",
          "type",
          "eventTime",
          "related",
          "action");

  /// The fields that can select events.
  ///
  /// @param type this version
  static Kind kind(ResourceType<?> type) {
    var fields =
        List.of(
            field("reason", "reason"),
            field("regarding.kind", "regarding.kind"),
            field("regarding.namespace", "regarding.namespace"),
            field("regarding.name", "regarding.name"),
            field("regarding.uid", "regarding.uid"),
            field("regarding.apiVersion", "regarding.apiVersion"),
            field("regarding.resourceVersion", "regarding.resourceVersion"),
            field("regarding.fieldPath", "regarding.fieldPath"),
            field(CONTROLLER, CONTROLLER),
            field("source", "deprecatedSource.component"),
            field("type", "type"));
    return Kind.plain(type, fields);
  }

  private static SelectableField field(String label, String path) {
    return new SelectableField(label, path, "");
  }

  @Override
  public ObjectNode read(ObjectNode stored) {
    NAMES.forEach((first, second) -> rename(stored, first, second));
    return stored;
  }

  @Override
  public ObjectNode write(ObjectNode served) {
    NAMES.forEach((first, second) -> rename(served, second, first));
    return served;
  }

  private static void rename(ObjectNode event, String from, String to) {
    var value = event.remove(from);
    if (value != null) {
      event.set(to, value);
    }
  }

  @Override
  public List<Status.Cause> judge(
      List<Status.Cause> causes, ObjectNode object, Optional<ObjectNode> old) {
    var own = new Causes();
    if (old.isEmpty()) {
      created(own, object);
    } else {
      updated(own, object, old.get());
    }
    var all = new ArrayList<Status.Cause>();
    causes.forEach(cause -> all.add(renamed(cause)));
    all.addAll(own.found());
    return all;
  }

  /// Messages name fields as `v1` does, except for this one.
  private static Status.Cause renamed(Status.Cause cause) {
    return cause.field().equals("reportingComponent")
        ? new Status.Cause(cause.reason(), cause.message(), CONTROLLER)
        : cause;
  }

  private static void created(Causes causes, ObjectNode event) {
    Names.subdomain(causes, "metadata.name", event.at("/metadata/name"));
    series(causes, event.path("series"));
    if (!event.hasNonNull("eventTime")) {
      causes.required("eventTime");
    }
    var type = event.path("type").asText("");
    if (!List.of("Normal", "Warning").contains(type)) {
      causes.invalid("type", "", "has invalid value: " + type);
    }
    for (var field : DEPRECATED) {
      if (event.hasNonNull(field)) {
        causes.invalid(field, "", "needs to be unset");
      }
    }
    if (!event.path("source").isEmpty()) {
      causes.invalid("source", "", "needs to be unset");
    }
  }

  private static void series(Causes causes, JsonNode series) {
    if (series.isObject()) {
      if (series.path("count").asInt() < 2) {
        causes.invalid("series.count", "", "should be at least 2");
      }
      if (!series.hasNonNull("lastObservedTime")) {
        causes.required("series.lastObservedTime");
      }
    }
  }

  private static void updated(Causes causes, ObjectNode event, ObjectNode old) {
    if (!event.path("series").equals(old.path("series"))) {
      series(causes, event.path("series"));
    }
    for (var field : FIXED) {
      if (!event.path(field).equals(old.path(field))) {
        var name = field.equals("reportingComponent") ? CONTROLLER : field;
        causes.invalid(name, event.path(field), "field is immutable");
      }
    }
  }
}
