package timonier.apiserver.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.versions.VersionsServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutoscalersTest {

  private static final String FIRST =
      "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
  private static final String SECOND = FIRST.replace("v1/", "v2/");
  private static final String NOTE = "autoscaling.alpha.kubernetes.io/";

  private final VersionsServer server = new VersionsServer();

  @AfterEach
  void close() {
    server.close();
  }

  private static ObjectNode scaler(String more) {
    return (ObjectNode)
        json(
            "{'metadata':{'name':'a'},'spec':{'maxReplicas':5,"
                + "'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'d'}"
                + (more.isEmpty() ? "" : "," + more)
                + "}}");
  }

  private static String utilization(String resource, int percent) {
    return "{'type':'Resource','resource':{'name':'%s','target':".formatted(resource)
        + "{'type':'Utilization','averageUtilization':%d}}}".formatted(percent);
  }

  private static JsonNode note(JsonNode scaler, String name) {
    return json(scaler.path("metadata").path("annotations").path(NOTE + name).asText("null"));
  }

  @Test
  void the_utilization_of_processors_is_a_field_of_the_older_version() {
    server.create(SECOND, scaler("'metrics':[" + utilization("cpu", 55) + "]"));

    var first = server.get(FIRST + "/a");
    assertThat(first.path("apiVersion").asText()).isEqualTo("autoscaling/v1");
    assertThat(first.at("/spec/targetCPUUtilizationPercentage").asInt()).isEqualTo(55);
    assertThat(first.path("spec").has("metrics")).isFalse();
    assertThat(first.path("metadata").has("annotations")).isFalse();

    server.merge(FIRST + "/a", "{'spec':{'targetCPUUtilizationPercentage':66}}");
    var target = "/spec/metrics/0/resource/target/averageUtilization";
    assertThat(server.get(SECOND + "/a").at(target).asInt()).isEqualTo(66);
  }

  @Test
  void who_asks_for_nothing_gets_four_fifths_of_the_processors() {
    var made = server.create(FIRST, scaler(""));

    assertThat(made.at("/spec/targetCPUUtilizationPercentage").asInt()).isEqualTo(80);
    assertThat(made.at("/spec/minReplicas").asInt()).isEqualTo(1);
    assertThat(server.get(SECOND + "/a").at("/spec/metrics"))
        .isEqualTo(json("[" + utilization("cpu", 80) + "]"));
    assertThat(server.replace(FIRST + "/a", made)).isEqualTo(made);
  }

  @Test
  void other_metrics_travel_in_an_annotation_and_survive_the_older_version() {
    var others =
        utilization("memory", 70)
            + ",{'type':'Pods','pods':{'metric':{'name':'p','selector':{'matchLabels':{'a':'b'}}},"
            + "'target':{'type':'AverageValue','averageValue':'10'}}}"
            + ",{'type':'Object','object':{'describedObject':{'kind':'Service','name':'s'},"
            + "'metric':{'name':'o'},'target':{'type':'AverageValue','averageValue':'2'}}}"
            + ",{'type':'Object','object':{'describedObject':{'kind':'Service','name':'s'},"
            + "'metric':{'name':'o'},'target':{'type':'Value','value':'3'}}}"
            + ",{'type':'ContainerResource','containerResource':{'name':'cpu','container':'c',"
            + "'target':{'type':'AverageValue','averageValue':'500m'}}}"
            + ",{'type':'External','external':{'metric':{'name':'e'},"
            + "'target':{'type':'Value','value':'4'}}}";
    server.create(SECOND, scaler("'metrics':[" + others + "," + utilization("cpu", 55) + "]"));

    var first = server.get(FIRST + "/a");
    assertThat(note(first, "metrics"))
        .extracting(metric -> metric.path("type").asText())
        .containsExactly("Resource", "Pods", "Object", "Object", "ContainerResource", "External");
    assertThat(note(first, "metrics").get(1))
        .isEqualTo(
            json(
                "{'type':'Pods','pods':{'metricName':'p','targetAverageValue':'10',"
                    + "'selector':{'matchLabels':{'a':'b'}}}}"));
    assertThat(note(first, "metrics").at("/2/object/targetValue").asText()).isEqualTo("0");

    var before = server.get(SECOND + "/a").path("spec");
    server.replace(FIRST + "/a", ((ObjectNode) first).set("spec", more(first)));
    var after = server.get(SECOND + "/a");
    assertThat(after.at("/spec/maxReplicas").asInt()).isEqualTo(9);
    assertThat(after.at("/spec/metrics")).isEqualTo(before.path("metrics"));
    assertThat(after.path("metadata").has("annotations")).isFalse();
  }

  private static ObjectNode more(JsonNode scaler) {
    return ((ObjectNode) scaler.path("spec").deepCopy()).put("maxReplicas", 9);
  }

  @Test
  void behavior_travels_in_an_annotation_with_the_names_of_Go() {
    var behavior = "'behavior':{'scaleDown':{'stabilizationWindowSeconds':30}}";
    var second = server.create(SECOND, scaler(behavior));

    var first = server.get(FIRST + "/a");
    assertThat(note(first, "behavior").at("/ScaleDown/StabilizationWindowSeconds").asInt())
        .isEqualTo(30);
    assertThat(note(first, "behavior").at("/ScaleDown/Policies/0/PeriodSeconds").asInt())
        .isEqualTo(15);
    server.replace(FIRST + "/a", ((ObjectNode) first).set("spec", more(first)));
    assertThat(server.get(SECOND + "/a").at("/spec/behavior"))
        .isEqualTo(second.at("/spec/behavior"));
  }

  @Test
  void the_status_of_a_controller_is_the_same_in_both_versions() {
    server.create(SECOND, scaler(""));
    var status =
        "{'status':{'currentReplicas':2,'desiredReplicas':3,'conditions':[{'type':'AbleToScale',"
            + "'status':'True','lastTransitionTime':'2026-01-01T00:00:00Z'}],'currentMetrics':["
            + "{'type':'Resource','resource':{'name':'cpu','current':"
            + "{'averageUtilization':40,'averageValue':'400m'}}}]}}";
    server.merge(SECOND + "/a/status", status);

    var first = server.get(FIRST + "/a");
    assertThat(first.at("/status/currentCPUUtilizationPercentage").asInt()).isEqualTo(40);
    assertThat(first.at("/status/desiredReplicas").asInt()).isEqualTo(3);
    assertThat(first.path("status").has("conditions")).isFalse();
    assertThat(note(first, "conditions").at("/0/type").asText()).isEqualTo("AbleToScale");
    assertThat(note(first, "current-metrics").at("/0/resource/currentAverageValue").asText())
        .isEqualTo("400m");

    server.merge(FIRST + "/a/status", "{'status':{'currentReplicas':3}}");
    var second = server.get(SECOND + "/a");
    assertThat(second.at("/status/currentReplicas").asInt()).isEqualTo(3);
    assertThat(second.at("/status/conditions/0/type").asText()).isEqualTo("AbleToScale");
    assertThat(second.at("/status/currentMetrics/0/resource/current/averageValue").asText())
        .isEqualTo("400m");
  }

  @Test
  void a_write_of_one_part_leaves_the_other_though_both_travel_in_annotations() {
    server.create(SECOND, scaler("'metrics':[" + utilization("memory", 70) + "]"));
    var condition =
        "{'type':'AbleToScale','status':'True','lastTransitionTime':'2026-01-01T00:00:00Z'}";
    server.merge(
        SECOND + "/a/status",
        "{'status':{'desiredReplicas':3,'conditions':[%s]}}".formatted(condition));
    var before = server.get(SECOND + "/a");

    var bare = (ObjectNode) server.get(FIRST + "/a");
    ((ObjectNode) bare.path("metadata")).remove("annotations");
    server.replace(FIRST + "/a/status", bare);
    var after = server.get(SECOND + "/a");
    assertThat(after.path("spec")).isEqualTo(before.path("spec"));
    assertThat(after.path("status").has("conditions")).isFalse();

    server.merge(SECOND + "/a/status", "{'status':{'conditions':[%s]}}".formatted(condition));
    bare.withObject("/metadata").remove("resourceVersion");
    bare.withObject("/spec").put("maxReplicas", 9).put("targetCPUUtilizationPercentage", 60);
    server.replace(FIRST + "/a", bare);
    after = server.get(SECOND + "/a");
    assertThat(after.path("status")).isEqualTo(before.path("status"));
    assertThat(after.at("/spec/metrics")).isEqualTo(json("[" + utilization("cpu", 60) + "]"));

    var annotated = scaler("");
    annotated.withObject("/metadata").put("name", "b");
    annotated
        .withObject("/metadata/annotations")
        .put(NOTE + "conditions", ("[" + condition + "]").replace('\'', '"'));
    var made = server.create(FIRST, annotated);
    assertThat(made.path("metadata").has("annotations")).isFalse();
    assertThat(server.get(SECOND + "/b").path("status").has("conditions")).isFalse();
  }

  @Test
  void what_is_noted_and_is_no_such_thing_is_ignored_and_not_stored() {
    for (var text : new String[] {"", "abc", "[1]", "{}", "[{'type':5}]", "[[]]"}) {
      var made = scaler("'targetCPUUtilizationPercentage':50");
      var annotations = ((ObjectNode) made.path("metadata")).putObject("annotations");
      for (var name : new String[] {"metrics", "current-metrics", "conditions", "behavior"}) {
        annotations.put(NOTE + name, text.replace('\'', '"'));
      }
      annotations.put("mine", "kept");

      server.create(FIRST, made);
      var second = server.get(SECOND + "/a");
      assertThat(second.at("/spec/metrics")).hasSize(1);
      assertThat(second.path("spec").has("behavior")).isFalse();
      assertThat(second.path("status").has("conditions")).isFalse();
      assertThat(second.at("/metadata/annotations")).isEqualTo(json("{'mine':'kept'}"));
      VersionsServer.expect(200, server.call("DELETE", FIRST + "/a", "", ""));
    }
  }

  @Test
  void the_rules_are_those_of_the_stored_version() {
    var wrong = scaler("'minReplicas':9,'targetCPUUtilizationPercentage':-1");

    assertThat(server.refused("POST", FIRST, wrong))
        .containsExactly("spec.maxReplicas", "spec.metrics[0].resource.target.averageUtilization");
  }

  @Test
  void the_columns_tell_the_same() {
    server.create(FIRST, scaler("'targetCPUUtilizationPercentage':50"));

    var first = server.table(FIRST + "/a");
    assertThat(first.at("/rows/0/cells/2").asText()).isEqualTo("cpu: <unknown>/50%");
    assertThat(first.at("/rows/0/cells"))
        .isEqualTo(server.table(SECOND + "/a").at("/rows/0/cells"));
  }

  @Test
  void both_versions_can_be_applied_by_one_manager() {
    var second = scaler("'metrics':[" + utilization("memory", 70) + "]");
    second.put("apiVersion", "autoscaling/v2").put("kind", "HorizontalPodAutoscaler");
    server.apply(201, SECOND + "/a", "m", second);
    var first = scaler("'targetCPUUtilizationPercentage':50");
    first.put("apiVersion", "autoscaling/v1").put("kind", "HorizontalPodAutoscaler");

    server.apply(200, FIRST + "/a", "m", first);

    assertThat(server.get(FIRST + "/a").at("/spec/targetCPUUtilizationPercentage").asInt())
        .isEqualTo(50);
  }

  @Test
  void clients_learn_that_the_newer_version_is_preferred() {
    var group = server.get("/apis/autoscaling");

    assertThat(group.at("/preferredVersion/version").asText()).isEqualTo("v2");
    assertThat(group.path("versions"))
        .extracting(version -> version.path("version").asText())
        .containsExactly("v2", "v1");
    assertThat(server.get("/apis/autoscaling/v1").path("resources"))
        .extracting(resource -> resource.path("name").asText())
        .containsExactly("horizontalpodautoscalers", "horizontalpodautoscalers/status");
  }
}
