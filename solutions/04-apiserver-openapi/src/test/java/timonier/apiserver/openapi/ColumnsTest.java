package timonier.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ResourceType;

class ColumnsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

  /// The table of one object; single quotes stand for double ones.
  private static ObjectNode table(String kind, String json) {
    var type =
        new ResourceType<>(
            "", "v1", kind, "things", true, List.of(), List.of(), List.of(), Pod.class);
    var bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return Tables.of(type, NOW).table(List.of((ObjectNode) JsonFormat.parse(bytes)), o -> o, "");
  }

  private static String cells(String kind, String json) {
    return StreamSupport.stream(table(kind, json).at("/rows/0/cells").spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(" | "));
  }

  @Test
  void a_kind_without_columns_of_its_own_shows_when_it_was_made() {
    var range = "{'metadata':{'name':'l','creationTimestamp':'2026-01-01T00:00:30Z'}}";

    assertThat(cells("LimitRange", range)).isEqualTo("l | 2026-01-01T00:00:30Z");
    assertThat(table("LimitRange", range).at("/columnDefinitions/1/type").asText())
        .isEqualTo("date");
  }

  @Test
  void a_job_shows_how_far_it_is() {
    var job =
        """
        {'metadata':{'name':'j'},'spec':{'parallelism':2%s},
         'status':{'succeeded':1,'startTime':'2026-01-01T00:00:10Z'%s}}
        """;
    var complete =
        ",'completionTime':'2026-01-01T00:00:30Z',"
            + "'conditions':[{'type':'Complete','status':'True'}]";

    assertThat(cells("Job", job.formatted("", ""))).startsWith("j | Running | 1/1 of 2 | 50s");
    assertThat(cells("Job", job.formatted(",'completions':3", complete)))
        .startsWith("j | Complete | 1/3 | 20s");
  }

  @Test
  void a_scaler_shows_each_metric_and_its_target() {
    assertThat(
            cells(
                "HorizontalPodAutoscaler",
                """
                {'metadata':{'name':'h'},'spec':{'scaleTargetRef':{'kind':'Deployment','name':'d'},
                  'maxReplicas':3,'metrics':[
                   {'type':'Resource','resource':{'name':'cpu','target':{'averageUtilization':50}}},
                   {'type':'Pods','pods':{'target':{'averageValue':'10'}}},
                   {'type':'External','external':{'target':{'value':'1'}}}]},
                 'status':{'currentMetrics':[
                   {'type':'Resource','resource':{'current':{'averageUtilization':12}}}]}}
                """))
        .isEqualTo(
            "h | Deployment/d | cpu: 12%/50%, <unknown>/10 + 1 more... | <unset> | 3 | 0"
                + " | <unknown>");
  }

  @Test
  void a_claim_has_a_capacity_once_it_has_a_volume() {
    var claim =
        "{'metadata':{'name':'c'},'spec':{'storageClassName':'x'%s},'status':{'phase':'Bound',"
            + "'accessModes':['ReadOnlyMany','ReadWriteOnce'],'capacity':{'storage':'1Gi'}}}";

    assertThat(cells("PersistentVolumeClaim", claim.formatted("")))
        .startsWith("c | Bound |  |  |  | x | <unset>");
    assertThat(cells("PersistentVolumeClaim", claim.formatted(",'volumeName':'v'")))
        .startsWith("c | Bound | v | 1Gi | RWO,ROX | x | <unset>");
  }

  @Test
  void the_class_that_is_taken_where_none_is_named_says_so() {
    var mark = "'annotations':{'storageclass.kubernetes.io/is-default-class':'true'}";

    assertThat(cells("StorageClass", "{'metadata':{'name':'s',%s}}".formatted(mark)))
        .startsWith("s (default) |  | Delete | Immediate | false");
  }

  @Test
  void a_quota_tells_limits_from_requests() {
    var status =
        "{'hard':{'pods':'3','limits.cpu':'2','requests.cpu':'1'},"
            + "'used':{'pods':'1','limits.cpu':'500m'}}";

    assertThat(cells("ResourceQuota", "{'metadata':{'name':'q'},'status':%s}".formatted(status)))
        .isEqualTo("q | pods: 1/3, requests.cpu: 0/1 | limits.cpu: 500m/2 | <unknown>");
  }

  @Test
  void a_binding_names_its_subjects_by_kind() {
    var subjects =
        "[{'kind':'User','name':'a'},{'kind':'User','name':'b'},"
            + "{'kind':'ServiceAccount','namespace':'n','name':'s'}]";
    var binding = "{'metadata':{'name':'b'},'roleRef':{'kind':'Role','name':'r'},'subjects':%s}";

    assertThat(cells("RoleBinding", binding.formatted(subjects)))
        .isEqualTo("b | Role/r | <unknown> | a, b |  | n/s");
  }

  @Test
  void an_ingress_shows_its_hosts_and_whether_it_encrypts() {
    var spec = "{'tls':[{}],'rules':[{'host':'a'},{'host':'b'},{},{'host':'c'},{'host':'d'}]}";

    assertThat(cells("Ingress", "{'metadata':{'name':'i'},'spec':%s}".formatted(spec)))
        .startsWith("i | <none> | a,b,c + 1 more... |  | 80, 443");
  }

  @Test
  void the_row_of_a_pod_that_is_over_says_so() {
    var pod = "{'kind':'Pod','metadata':{'name':'p'},'status':{'phase':'%s'}}";

    var failed = table("Pod", pod.formatted("Failed")).at("/rows/0/conditions/0");
    assertThat(failed.path("type").asText()).isEqualTo("Completed");
    assertThat(failed.path("reason").asText()).isEqualTo("Failed");
    assertThat(table("Pod", pod.formatted("Running")).at("/rows/0").has("conditions")).isFalse();
  }
}
