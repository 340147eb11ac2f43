package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.client.DeleteOptions;
import timonier.client.ListOptions;
import timonier.client.Patch;
import timonier.pods.PodsPart;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.simulation.SimulatedCluster;

/// Repeats what was once done to a control plane of Kubernetes 1.20, and compares each pod's node,
/// its condition `PodScheduled`, and its events.
///
/// A row of `behaviour.jsonl` has the actions since the row before it (`do`; a pod is `gone` when
/// its kubelet has stopped it), and then the result (`pods`, `events`). Random names were replaced
/// (`r-<x>`), and so were nodes where either will do (`n`). Messages keep only their reasons,
/// without counts. [#WORDING] translates texts that 1.36 changed; where it says more, the row has
/// that in `newer`, with its source in `why`.
class RecordedBehaviourTest {

  /// The texts of 1.20 and those of 1.36: "affinity/selector" since 1.21, and taints are not named
  /// since 1.34.2 (kubernetes/kubernetes#134740).
  private static final Map<Pattern, String> WORDING =
      Map.of(
          Pattern.compile("node affinity(?!/)"),
          "node affinity/selector",
          Pattern.compile("had taint \\{[^}]*}, that the pod didn't tolerate"),
          "had untolerated taint(s)");

  private static final Pattern NOWHERE = Pattern.compile("0/\\d+ nodes are available: (.*)\\.");

  private static final String SIZE = "{\"cpu\": \"4\", \"memory\": \"8Gi\", \"pods\": \"110\"}";

  private final SimulatedCluster cluster =
      new SimulatedCluster(
          new SimulatedCluster.Plan(
              1, List.of(PodsPart.part(), ApiServerPart.part(), SchedulerPart.part()), 0, false));

  /// The rows of each scenario.
  private static Stream<List<JsonNode>> scenarios() {
    var scenarios = new TreeMap<String, List<JsonNode>>();
    for (var line : lines()) {
      var row = json(line);
      scenarios.computeIfAbsent(row.path("scenario").asText(), _ -> new ArrayList<>()).add(row);
    }
    return scenarios.values().stream();
  }

  private static List<String> lines() {
    var rows = RecordedBehaviourTest.class.getResourceAsStream("behaviour.jsonl");
    try (var file = Objects.requireNonNull(rows)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    return JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void it_decides_as_kubernetes_does(List<JsonNode> rows) {
    try (cluster) {
      for (var base : List.of("base1", "base2", "base3")) {
        node(base, json("{}"));
      }
      for (var row : rows) {
        row.path("do").forEach(this::act);
        cluster.simulation().runFor(Duration.ofSeconds(15));
        assertThat(pods()).as("%s", row).isEqualTo(expected(row));
        assertThat(events()).as("%s", row).isEqualTo(counts(row.path("events")));
      }
    }
  }

  /// Plays all scenarios, one after another.
  static void play() {
    scenarios().forEach(rows -> new RecordedBehaviourTest().it_decides_as_kubernetes_does(rows));
  }

  private void act(JsonNode action) {
    if (action.has("node")) {
      node(action.path("node").asText(), action);
    } else if (action.has("pod")) {
      pod(action.path("pod").asText(), action.path("spec"));
    } else if (action.has("patch")) {
      var patch = Patch.strategic((ObjectNode) action.path("body"));
      var key = ObjectKey.of(action.path("patch").asText());
      var _ =
          cluster.simulation().call(() -> cluster.admin().patch(ResourceTypes.NODES, key, patch));
    } else if (action.has("delete")) {
      delete(action.path("delete").asText(), DeleteOptions.any());
    } else if (action.has("gone")) {
      delete(action.path("gone").asText(), DeleteOptions.any().within(0));
    } else {
      cluster.simulation().runFor(Duration.parse(action.required("wait").asText()));
    }
  }

  private void node(String name, JsonNode action) {
    var node = JsonNodeFactory.instance.objectNode();
    node.putObject("metadata").put("name", name).set("labels", action.get("labels"));
    node.putObject("spec").set("taints", action.get("taints"));
    var status = JsonNodeFactory.instance.objectNode();
    var allocatable = action.has("allocatable") ? action.get("allocatable") : json(SIZE);
    status.putObject("status").set("allocatable", allocatable);
    var patch = Patch.merge(status).to("status");
    var _ =
        cluster
            .simulation()
            .call(() -> {
              var made = cluster.admin().create(ResourceTypes.NODES, "", Json.of(node));
              return cluster.admin().patch(ResourceTypes.NODES, made.key(), patch);
            });
  }

  private void pod(String name, JsonNode spec) {
    var pod = JsonNodeFactory.instance.objectNode();
    pod.putObject("metadata").put("name", name);
    pod.set("spec", spec);
    var _ =
        cluster
            .simulation()
            .call(() -> cluster.admin().create(ResourceTypes.PODS, "default", Json.of(pod)));
  }

  private void delete(String pod, DeleteOptions options) {
    var key = new ObjectKey("default", pod);
    var _ =
        cluster
            .simulation()
            .call(() -> {
              cluster.admin().delete(ResourceTypes.PODS, key, options);
              return key;
            });
  }

  /// One line for each pod: its name, its node, its condition.
  private List<String> pods() {
    return cluster
        .simulation()
        .call(() -> cluster.admin().list(ResourceTypes.PODS, ListOptions.all()))
        .items()
        .stream()
        .map(pod -> {
          var told = pod.condition("PodScheduled").orElseThrow();
          return "%s on '%s' %s %s: %s"
              .formatted(
                  alike(pod.metadata().name()),
                  pod.spec().nodeName(),
                  told.status(),
                  told.reason(),
                  reasons(told.message()));
        })
        .map(RecordedBehaviourTest::eitherNode)
        .sorted()
        .toList();
  }

  private static String alike(String name) {
    return name.startsWith("r-") ? "r-<x>" : name;
  }

  /// Replaces the name of either node where two nodes are alike.
  private static String eitherNode(String pod) {
    return pod.matches("(p\\d|udp) on 'n\\d'.*") ? pod.replaceFirst("'n\\d'", "'n'") : pod;
  }

  /// The reasons of a message, without counts.
  private static String reasons(String message) {
    var match = NOWHERE.matcher(message);
    if (!match.matches()) {
      return message;
    }
    var reasons = new TreeSet<String>();
    for (var reason : match.group(1).split(", (?=\\d+ )", -1)) {
      reasons.add(reason.replaceFirst("^\\d+ ", ""));
    }
    return String.join(", ", reasons);
  }

  private static List<String> expected(JsonNode row) {
    var expected = new ArrayList<String>();
    for (var pod : row.path("pods")) {
      var name = pod.path("name").asText();
      var told = pod.path("scheduled");
      var message =
          row.at("/newer/" + name).asText(translated(told.path(2).asText().replace("nodes: ", "")));
      var line =
          "%s on '%s' %s %s: %s"
              .formatted(
                  name,
                  pod.path("node").asText(),
                  told.path(0).asText(),
                  told.path(1).asText(),
                  message);
      for (var i = 0; i < pod.path("count").asInt(1); i++) {
        expected.add(line);
      }
    }
    return expected.stream().sorted().toList();
  }

  private static String translated(String message) {
    var translated = message;
    for (var wording : WORDING.entrySet()) {
      translated = wording.getKey().matcher(translated).replaceAll(wording.getValue());
    }
    return String.join(", ", new TreeSet<>(List.of(translated.split(", ", -1))));
  }

  /// How many pods have an event of a type and reason.
  private Map<String, Integer> events() {
    var names = new TreeMap<String, TreeSet<String>>();
    cluster
        .simulation()
        .call(() -> cluster.admin().list(ResourceTypes.EVENTS, ListOptions.all()))
        .items()
        .forEach(event ->
            names
                .computeIfAbsent("Pod/" + event.type() + "/" + event.reason(), _ -> new TreeSet<>())
                .add(event.involvedObject().name()));
    var counts = new TreeMap<String, Integer>();
    names.forEach((reason, pods) -> counts.put(reason, pods.size()));
    return counts;
  }

  private static Map<String, Integer> counts(JsonNode events) {
    var counts = new TreeMap<String, Integer>();
    events.properties().forEach(e -> counts.put(e.getKey(), e.getValue().asInt()));
    return counts;
  }
}
