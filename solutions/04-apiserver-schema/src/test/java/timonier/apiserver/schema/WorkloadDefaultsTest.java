package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.objects.JsonFormat;

class WorkloadDefaultsTest {

  private static final Kinds KINDS = new Kinds();
  private static final Schemas SCHEMAS = new Schemas();

  private static Kind kind(String name) {
    return KINDS.all().stream().filter(kind -> kind.kind().equals(name)).findFirst().orElseThrow();
  }

  /// A new object; single quotes stand for double ones.
  private static ObjectNode created(String name, String json) {
    var text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var object = (ObjectNode) JsonFormat.parse(text);
    var kind = kind(name);
    kind.begin(object);
    Defaults.apply(SCHEMAS.of(kind.group(), kind.version(), kind.kind()).orElseThrow(), object);
    return object;
  }

  @Test
  void a_document_that_is_left_out_gets_its_defaults() {
    var set = created("DaemonSet", "{}");

    assertThat(set.at("/spec/updateStrategy/type").asText()).isEqualTo("RollingUpdate");
    assertThat(set.at("/spec/updateStrategy/rollingUpdate/maxUnavailable").asInt()).isEqualTo(1);
    assertThat(set.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Always");
  }

  @Test
  void empty_text_is_left_out() {
    var deployment = created("Deployment", "{'spec':{'strategy':{'type':''}}}");

    assertThat(deployment.at("/spec/strategy/rollingUpdate/maxSurge").asText()).isEqualTo("25%");
  }

  @Test
  void what_makes_pods_may_be_labelled_as_they_are() {
    var controller =
        created("ReplicationController", "{'spec':{'template':{'metadata':{'labels':{'a':'b'}}}}}");

    assertThat(controller.at("/metadata/labels/a").asText()).isEqualTo("b");
    assertThat(controller.at("/spec/selector/a").asText()).isEqualTo("b");
  }

  @Test
  void a_job_selects_its_pods_by_its_uid() {
    var job = created("Job", "{'metadata':{'name':'j','uid':'u'}}");
    var key = "/batch.kubernetes.io~1controller-uid";

    assertThat(job.at("/spec/selector/matchLabels" + key).asText()).isEqualTo("u");
    assertThat(job.at("/spec/template/metadata/labels" + key).asText()).isEqualTo("u");
    assertThat(job.at("/metadata/labels/job-name").asText()).isEqualTo("j");
    assertThat(
            created("Job", "{'spec':{'manualSelector':true}}").at("/spec/selector").isMissingNode())
        .isTrue();
  }

  @Test
  void templates_of_a_daemon_set_are_counted() {
    var before = created("DaemonSet", "{}");
    var after = before.deepCopy();
    after.withObject("/spec/template/spec").put("hostname", "h");
    kind("DaemonSet").follow(before, after);

    assertThat(before.at("/metadata/annotations").toString()).contains("\"1\"");
    assertThat(after.at("/metadata/annotations").toString()).contains("\"2\"");
  }

  @Test
  void an_autoscaler_looks_at_the_processor() {
    var scaler = created("HorizontalPodAutoscaler", "{'spec':{'behavior':{'scaleUp':{}}}}");

    assertThat(scaler.at("/spec/metrics/0/resource/name").asText()).isEqualTo("cpu");
    assertThat(scaler.at("/spec/behavior/scaleUp/policies")).hasSize(2);
    assertThat(scaler.at("/spec/behavior/scaleDown/policies")).hasSize(1);
  }
}
