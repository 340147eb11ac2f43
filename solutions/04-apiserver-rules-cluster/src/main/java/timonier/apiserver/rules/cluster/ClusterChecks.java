package timonier.apiserver.rules.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import timonier.apiserver.rules.Addresses;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of nodes, namespaces, events, leases and priority classes.
final class ClusterChecks {

  private static final Set<String> FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  /// How long a reason and its like may be in an event, in bytes.
  private static final int MOST_WORD = 128;

  /// How long the message of an event may be, in bytes.
  private static final int MOST_MESSAGE = 1024;

  /// The highest priority that is not kept for the system.
  private static final long HIGHEST_PRIORITY = 1_000_000_000;

  /// What the system's own pods have.
  private static final Set<String> SYSTEM_PRIORITIES =
      Set.of("system-cluster-critical", "system-node-critical");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.ofEntries(
        Map.entry("finalizer", _ -> Check.evenOfNothing(ClusterChecks::finalizer)),
        Map.entry("positive", _ -> Check.of(ClusterChecks::positive)),
        Map.entry("taints", _ -> Check.of(ClusterChecks::taints)),
        Map.entry("pod networks", _ -> Check.of(ClusterChecks::podNetworks)),
        Map.entry("node changes", _ -> Check.of(ClusterChecks::nodeChanges)),
        Map.entry("event", _ -> Check.of(ClusterChecks::event)),
        Map.entry("priority", _ -> Check.of(ClusterChecks::priority)));
  }

  /// A fault of a finalizer is reported at the list that holds it.
  private static void finalizer(Subject finalizer) {
    var at = finalizer.path().replaceFirst("\\[\\d+]$", "");
    var name = finalizer.text();
    Names.qualified(finalizer.causes(), at, name, name);
    if (!name.contains("/") && !FINALIZERS.contains(name)) {
      finalizer
          .causes()
          .invalid(at, name, "name is neither a standard finalizer name nor is it fully qualified");
    }
  }

  private static void positive(Subject number) {
    if (number.value().isNumber() && number.value().asLong() <= 0) {
      number.invalid("must be greater than 0");
    }
  }

  /// Kubernetes tells of them as if they were metadata, which they once were.
  private static void taints(Subject taints) {
    var told = taints.at("metadata.taints");
    var seen = new HashSet<String>();
    for (var i = 0; i < told.value().size(); i++) {
      var taint = told.element(i);
      taint(taint);
      if (!seen.add(taint.field("key").text() + " " + taint.field("effect").text())) {
        taint.duplicate();
      }
    }
  }

  private static void taint(Subject taint) {
    var key = taint.field("key");
    Names.qualified(key.causes(), key.path(), key.text(), key.text());
    var value = taint.field("value");
    Names.labelValue(value.causes(), value.path(), value.value());
    var effect = taint.field("effect");
    if (effect.isEmpty()) {
      effect.required();
    } else if (!EFFECTS.contains(effect.text())) {
      effect.notSupported(EFFECTS);
    }
  }

  /// At most one block of addresses of each family.
  private static void podNetworks(Subject blocks) {
    var v4 = 0;
    var v6 = 0;
    for (var i = 0; i < blocks.value().size(); i++) {
      var block = blocks.element(i);
      var range = Addresses.parseRange(block.text());
      if (range.isEmpty()) {
        block.invalid(Addresses.NO_RANGE);
      } else if (Addresses.isVersion6(range.get().first())) {
        v6++;
      } else {
        v4++;
      }
    }
    if (v4 > 1 || v6 > 1) {
      blocks.invalid("may specify no more than one CIDR for each IP family");
    }
  }

  /// What a node is once it is there: its addresses and identity may be given, and never changed.
  private static void nodeChanges(Subject node) {
    if (!node.isUpdate()) {
      return;
    }
    var spec = node.field("spec");
    for (var name : List.of("podCIDRs", "providerID")) {
      var field = spec.field(name);
      if (!isNothing(field.old()) && !field.value().equals(field.old())) {
        var said = name.equals("podCIDRs") ? "podCIDR" : name;
        field
            .causes()
            .forbidden(
                field.path(), "node updates may not change " + said + " except from \"\" to valid");
      }
    }
    if (!settled(spec.value(), spec.old()).equals(settled(spec.old(), spec.old()))) {
      node.causes().forbidden("[]", "node updates may only change labels, taints, or capacity");
    }
  }

  /// A spec without what may change: taints, whether pods may come, and what was not given before.
  private static JsonNode settled(JsonNode spec, JsonNode old) {
    if (!(spec instanceof ObjectNode object)) {
      return JsonNodeFactory.instance.objectNode();
    }
    var settled = object.deepCopy();
    settled.remove(List.of("taints", "unschedulable", "configSource"));
    for (var name : List.of("podCIDR", "podCIDRs", "providerID")) {
      if (isNothing(old.path(name))) {
        settled.remove(name);
      }
    }
    return settled;
  }

  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.asText("").isEmpty() && value.isEmpty();
  }

  /// An event is in the namespace of its object; events about objects without a namespace are in
  /// `default`.
  private static void event(Subject event) {
    var own = event.field("metadata").field("namespace").text();
    var of = event.field("involvedObject").field("namespace");
    var isNew = !event.field("eventTime").isEmpty();
    var isCluster = own.equals("default") || isNew && own.equals("kube-system");
    if (of.isEmpty() ? !isCluster : !isNew && !of.text().equals(own)) {
      of.invalid("does not match event.namespace");
    }
    if (isNew) {
      said(event);
    }
  }

  /// What an event with a time must say, and how much at most.
  private static void said(Subject event) {
    var controller = event.field("reportingComponent");
    if (controller.isEmpty()) {
      controller.required();
    } else {
      Names.qualified(event.causes(), controller.path(), controller.text(), controller.text());
    }
    for (var name : List.of("reportingInstance", "action", "reason")) {
      if (event.field(name).isEmpty()) {
        event.field(name).required();
      }
      atMost(event, name, MOST_WORD);
    }
    atMost(event, "message", MOST_MESSAGE);
  }

  private static void atMost(Subject event, String name, int most) {
    var text = event.field(name).text();
    if (text.getBytes(UTF_8).length > most) {
      event.causes().invalid(name, "", "can have at most %d characters".formatted(most));
    }
  }

  private static void priority(Subject type) {
    var value = type.field("value");
    var name = type.field("metadata").field("name").text();
    if (value.value().asLong() > HIGHEST_PRIORITY && !SYSTEM_PRIORITIES.contains(name)) {
      value
          .causes()
          .forbidden(
              "value", "maximum allowed value of a user defined priority is " + HIGHEST_PRIORITY);
    }
    if (name.startsWith("system-") && !SYSTEM_PRIORITIES.contains(name)) {
      type.causes()
          .forbidden(
              "metadata.name",
              "priority class names with 'system-' prefix are reserved for system use only");
    }
    if (type.isUpdate() && !value.value().equals(value.old())) {
      type.causes().forbidden("Value", "may not be changed in an update.");
    }
  }

  private ClusterChecks() {}
}
