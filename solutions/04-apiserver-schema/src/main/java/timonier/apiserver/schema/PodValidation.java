package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import timonier.pods.Quantity;

/// What is wrong with the spec of a pod or of a pod template.
final class PodValidation {

  private static final List<String> RESOURCES = List.of("cpu", "memory", "ephemeral-storage");
  private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");

  private final Causes causes;

  PodValidation(Causes causes) {
    this.causes = causes;
  }

  void spec(JsonNode spec, String at) {
    if (spec.path("containers").isEmpty()) {
      causes.required(at + ".containers");
    }
    var volumes = volumes(spec.path("volumes"), at + ".volumes");
    var names = new HashSet<String>();
    containers(spec.path("initContainers"), at + ".initContainers", names, volumes);
    containers(spec.path("containers"), at + ".containers", names, volumes);
    var grace = spec.path("terminationGracePeriodSeconds");
    causes.negative(at + ".terminationGracePeriodSeconds", grace);
    var deadline = spec.path("activeDeadlineSeconds");
    if (deadline.isNumber() && deadline.asLong() < 1) {
      causes.invalid(
          at + ".activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
    }
    Names.labels(causes, at + ".nodeSelector", spec.path("nodeSelector"));
    var tolerations = spec.path("tolerations");
    for (var i = 0; i < tolerations.size(); i++) {
      toleration(tolerations.get(i), at + ".tolerations[" + i + "]");
    }
  }

  private Set<String> volumes(JsonNode volumes, String path) {
    var names = new HashSet<String>();
    for (var i = 0; i < volumes.size(); i++) {
      var volume = volumes.get(i);
      var at = path + "[" + i + "]";
      name(volume.path("name"), at, names);
      var kinds =
          volume.properties().stream().filter(field -> !field.getKey().equals("name")).toList();
      if (kinds.isEmpty()) {
        causes.required(at, "must specify a volume type");
      }
      kinds.stream()
          .skip(1)
          .forEach(kind ->
              causes.forbidden(
                  at + "." + kind.getKey(), "may not specify more than 1 volume type"));
    }
    return names;
  }

  /// A name that no other in its list has; its absence is told by the schema.
  private void name(JsonNode name, String at, Set<String> names) {
    if (name.asText("").isEmpty()) {
      return;
    }
    Names.label(causes, at + ".name", name);
    if (!names.add(name.asText())) {
      causes.duplicate(at + ".name", name);
    }
  }

  private void containers(
      JsonNode containers, String path, Set<String> names, Set<String> volumes) {
    for (var i = 0; i < containers.size(); i++) {
      var at = path + "[" + i + "]";
      name(containers.get(i).path("name"), at, names);
      container(containers.get(i), at, volumes);
    }
  }

  private void container(JsonNode container, String at, Set<String> volumes) {
    var image = container.path("image").asText("");
    if (image.isEmpty()) {
      causes.required(at + ".image");
    } else if (!image.equals(image.strip())) {
      causes.invalid(at + ".image", image, "must not have leading or trailing whitespace");
    }
    ports(container.path("ports"), at + ".ports");
    variables(container, at);
    mounts(container.path("volumeMounts"), at + ".volumeMounts", volumes);
    for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(probe)) {
        probe(container.path(probe), at + "." + probe, !probe.equals("readinessProbe"));
      }
    }
    resources(container.path("resources"), at + ".resources");
  }

  private void ports(JsonNode ports, String path) {
    var names = new HashSet<String>();
    for (var i = 0; i < ports.size(); i++) {
      var at = path + "[" + i + "]";
      var name = ports.get(i).path("name");
      if (!name.asText("").isEmpty()) {
        Names.port(causes, at + ".name", name);
        if (!names.add(name.asText())) {
          causes.duplicate(at + ".name", name);
        }
      }
      var number = ports.get(i).path("containerPort");
      if (number.isNumber() && number.asLong() == 0) {
        causes.required(at + ".containerPort");
      } else {
        Names.portNumber(causes, at + ".containerPort", number);
      }
      if (ports.get(i).path("hostPort").asInt() != 0) {
        Names.portNumber(causes, at + ".hostPort", ports.get(i).path("hostPort"));
      }
    }
  }

  private void variables(JsonNode container, String path) {
    var variables = container.path("env");
    for (var i = 0; i < variables.size(); i++) {
      var variable = variables.get(i);
      var at = path + ".env[" + i + "]";
      if (!variable.path("name").asText("").isEmpty()) {
        Names.variable(causes, at + ".name", variable.path("name"));
      }
      if (variable.has("valueFrom") && variable.path("valueFrom").isEmpty()) {
        causes.invalid(
            at + ".valueFrom",
            "",
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
                + " `secretKeyRef`");
      } else if (variable.has("valueFrom") && !variable.path("value").asText("").isEmpty()) {
        causes.invalid(at + ".valueFrom", "", "may not be specified when `value` is not empty");
      }
    }
    var sources = container.path("envFrom");
    for (var i = 0; i < sources.size(); i++) {
      if (!sources.get(i).has("configMapRef") && !sources.get(i).has("secretRef")) {
        causes.invalid(
            path + ".envFrom[" + i + "]", "", "must specify one of: `configMapRef` or `secretRef`");
      }
    }
  }

  private void mounts(JsonNode mounts, String path, Set<String> volumes) {
    var places = new HashSet<String>();
    for (var i = 0; i < mounts.size(); i++) {
      var at = path + "[" + i + "]";
      var name = mounts.get(i).path("name");
      if (!name.asText("").isEmpty() && !volumes.contains(name.asText())) {
        causes.notFound(at + ".name", name);
      }
      var place = mounts.get(i).path("mountPath");
      if (!place.asText("").isEmpty() && !places.add(place.asText())) {
        causes.invalid(at + ".mountPath", place, "must be unique");
      }
    }
  }

  private void probe(JsonNode probe, String at, boolean succeedsAtOnce) {
    var handlers = HANDLERS.stream().filter(probe::has).toList();
    if (handlers.isEmpty()) {
      causes.required(at, "must specify a handler type");
    }
    handlers.stream()
        .skip(1)
        .forEach(handler ->
            causes.forbidden(at + "." + handler, "may not specify more than 1 handler type"));
    for (var handler : handlers) {
      Names.portReference(causes, at + "." + handler + ".port", probe.path(handler).path("port"));
    }
    for (var field :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      causes.negative(at + "." + field, probe.path(field));
    }
    if (succeedsAtOnce && probe.path("successThreshold").asInt(1) != 1) {
      causes.invalid(at + ".successThreshold", probe.path("successThreshold"), "must be 1");
    }
  }

  private void resources(JsonNode resources, String at) {
    var limits = resources.path("limits");
    var requests = resources.path("requests");
    amounts(limits, at + ".limits");
    amounts(requests, at + ".requests");
    for (var request : requests.properties()) {
      var limit = limits.path(request.getKey()).asText("");
      var requested = request.getValue().asText();
      if (!limit.isEmpty()
          && Quantity.parse(requested).value().compareTo(Quantity.parse(limit).value()) > 0) {
        causes.invalid(
            at + ".requests",
            requested,
            "must be less than or equal to %s limit of %s".formatted(request.getKey(), limit));
      }
    }
  }

  private void amounts(JsonNode amounts, String path) {
    for (var amount : amounts.properties()) {
      var name = amount.getKey();
      var at = path + "[" + name + "]";
      if (!name.contains("/") && !name.startsWith("hugepages-") && !RESOURCES.contains(name)) {
        causes.invalid(at, name, "must be a standard resource type or fully qualified");
        causes.invalid(at, name, "must be a standard resource for containers");
      }
      if (amount.getValue().asText().startsWith("-")) {
        causes.invalid(at, amount.getValue().asText(), Causes.NOT_NEGATIVE);
      }
    }
  }

  private void toleration(JsonNode toleration, String at) {
    var key = toleration.path("key").asText("");
    var operator = toleration.path("operator").asText("");
    if (!key.isEmpty()) {
      Names.qualified(causes, at + ".key", key, key);
    } else if (!operator.equals("Exists")) {
      causes.invalid(
          at + ".operator",
          operator,
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    if (toleration.has("tolerationSeconds")
        && !toleration.path("effect").asText("").equals("NoExecute")) {
      causes.invalid(
          at + ".effect",
          toleration.path("effect").asText(""),
          "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    if (operator.equals("Exists") && !toleration.path("value").asText("").isEmpty()) {
      causes.invalid(
          at + ".operator", toleration, "value must be empty when `operator` is 'Exists'");
    }
  }
}
