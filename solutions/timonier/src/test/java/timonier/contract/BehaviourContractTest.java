package timonier.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays, in virtual time, scenarios that were recorded with the controllers and the scheduler of
/// Kubernetes 1.20, and compares the objects after each step.
///
/// Where 1.36 decides otherwise, `behaviour-newer.jsonl` has its decision and the source.
@Execution(ExecutionMode.CONCURRENT)
class BehaviourContractTest {

  private static final Map<String, List<JsonNode>> SCENARIOS = scenarios();

  private static final List<JsonNode> NEWER = Recording.lines("behaviour-newer.jsonl");

  /// Steps that need what no stratum does yet: quotas.
  private static final Set<String> UNDONE =
      Set.of("deploy-not-enough-quota, quota", "deploy-not-enough-quota, two of three");

  private static final String REVERTED =
      "others' changes to the controller's Endpoints are reverted at once; in Kubernetes they stay"
          + " until a pod or the service changes (pkg/controller/endpoint/endpoints_controller.go"
          + " watches only deletions of Endpoints)";

  /// Steps after which the objects differ from the recording, and why that is right here.
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "deploy-strategy-switch, recreate",
              "there the last old pod wakes nobody while there is a new one, and all waits for"
                  + " something else to happen (pkg/controller/deployment/deployment_controller.go,"
                  + " deletePod: only a deployment without any pods is looked at)",
          "service-endpoints-meddled, endpoints emptied", REVERTED,
          "service-endpoints-meddled, slice deleted", REVERTED);

  private static Map<String, List<JsonNode>> scenarios() {
    var scenarios = new LinkedHashMap<String, List<JsonNode>>();
    for (var row : Recording.lines("behaviour.jsonl.gz")) {
      scenarios.computeIfAbsent(row.path("scenario").asText(), _ -> new ArrayList<>()).add(row);
    }
    return scenarios;
  }

  private static Stream<String> names() {
    return SCENARIOS.keySet().stream();
  }

  @Test
  void nineteen_of_twenty_steps_are_alike() {
    var steps = SCENARIOS.values().stream().mapToInt(List::size).sum() - UNDONE.size();
    var alike = steps - DIFFERENT.size();

    System.out.printf("%d of %d steps, %.1f %%%n", alike, steps, 100.0 * alike / steps);
    assertThat(20 * alike).isGreaterThanOrEqualTo(19 * steps);
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_scenario_goes_as_recorded(String name) {
    var wrong = new TreeMap<String, String>();
    var rows = Objects.requireNonNull(SCENARIOS.get(name));
    try (var stage = new BehaviourStage(name, 1)) {
      for (var row : rows) {
        row.path("do").forEach(stage::perform);
        stage.settle(
            row.path("kinds"),
            Duration.ofMillis((long) (1000 * row.path("quiet").asDouble())),
            Duration.ofSeconds(row.path("cap").asInt()));
        difference(row, stage.snapshot(row.path("also")))
            .ifPresent(difference -> wrong.put(step(row), difference));
      }
    }
    wrong.keySet().removeAll(UNDONE);
    var expected = rows.stream().map(BehaviourContractTest::step).filter(DIFFERENT::containsKey);
    assertThat(wrong.keySet())
        .as(wrong::toString)
        .containsExactlyInAnyOrderElementsOf(expected.toList());
  }

  private static String step(JsonNode row) {
    return row.path("scenario").asText() + ", " + row.path("step").asText();
  }

  /// How the objects differ from the recording; empty if they do not.
  private static Optional<String> difference(JsonNode row, ObjectNode got) {
    var wanted = (ObjectNode) BehaviourSnapshot.ordered(ofToday(row));
    withoutSteps(wanted);
    withoutSteps(got);
    row.path("unstable")
        .forEach(kind -> {
          wanted.remove(kind.asText());
          got.remove(kind.asText());
        });
    var kinds = new TreeSet<String>();
    wanted.fieldNames().forEachRemaining(kinds::add);
    got.fieldNames().forEachRemaining(kinds::add);
    kinds.removeIf(kind -> wanted.path(kind).equals(got.path(kind)));
    return kinds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            kinds.stream()
                .map(kind ->
                    "%s recorded%n%s%ngot%n%s".formatted(kind, wanted.path(kind), got.path(kind)))
                .collect(Collectors.joining("\n")));
  }

  /// Removes in how many steps a deployment scaled its sets, which their generations count: it
  /// depends on how many pods become ready at once. Keeps whether a set has observed its last size.
  private static void withoutSteps(ObjectNode snapshot) {
    for (var set : snapshot.path("replicasets")) {
      if (set.has("owners") && set.path("status") instanceof ObjectNode status) {
        var seen = status.path("observedGeneration").equals(set.path("generation"));
        status.put("observedGeneration", seen);
        ((ObjectNode) set).remove("generation");
      }
    }
    if (snapshot.has("replicasets")) {
      snapshot.set("replicasets", BehaviourSnapshot.ordered(snapshot.path("replicasets")));
    }
  }

  /// The recorded objects, as 1.36 would show them.
  private static JsonNode ofToday(JsonNode row) {
    var snapshot = (ObjectNode) row.path("snapshot").deepCopy();
    for (var rule : NEWER) {
      if (snapshot.has(rule.path("kind").asText())
          && rule.path("scenario").equals(row.path("scenario"))
          && (!rule.has("step") || rule.path("step").equals(row.path("step")))) {
        var kind = rule.path("kind").asText();
        var objects = JsonNodeFactory.instance.arrayNode();
        for (var object : snapshot.path(kind)) {
          if (!isMeant(rule, object)) {
            objects.add(object);
          } else if (rule.has("at")) {
            objects.add(Recorded.changed(object, rule.path("at").asText(), rule.path("put")));
          }
        }
        snapshot.set(kind, objects);
      }
    }
    return snapshot;
  }

  private static boolean isMeant(JsonNode rule, JsonNode object) {
    return rule.path("where").properties().stream()
        .allMatch(field -> field.getValue().equals(object.path(field.getKey())));
  }
}
