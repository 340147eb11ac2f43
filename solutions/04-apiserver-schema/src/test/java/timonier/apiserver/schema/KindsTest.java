package timonier.apiserver.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.objects.JsonFormat;

class KindsTest {

  private static final Schemas SCHEMAS = new Schemas();
  private static final Kinds KINDS = new Kinds();

  @TestFactory
  List<DynamicTest> every_kind_has_a_schema() {
    return KINDS.all().stream()
        .map(kind -> DynamicTest.dynamicTest(kind.kind(), () -> hasSchema(kind)))
        .toList();
  }

  private static void hasSchema(Kind kind) {
    var schema = SCHEMAS.of(kind.group(), kind.version(), kind.kind()).orElseThrow();
    assertThat(schema.fields()).containsKeys("apiVersion", "kind", "metadata");
    for (var part : kind.counted()) {
      assertThat(schema.fields()).containsKey(part.split("/", 2)[0]);
    }
    var object = JsonNodeFactory.instance.objectNode();
    kind.begin(object);
    assertThat(Decoder.prune(schema, kind.version(), object)).isEmpty();
  }

  private static Kind kind(String name) {
    return KINDS.all().stream().filter(kind -> kind.kind().equals(name)).findFirst().orElseThrow();
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) JsonFormat.parse(json.replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void a_new_job_selects_its_pods_by_its_uid() {
    var job = object("{'metadata':{'name':'pi','uid':'u1'},'spec':{}}");

    kind("Job").begin(job);

    assertThat(job.path("spec").path("selector"))
        .isEqualTo(object("{'matchLabels':{'batch.kubernetes.io/controller-uid':'u1'}}"));
    assertThat(job.at("/spec/template/metadata/labels/job-name").asText()).isEqualTo("pi");
  }

  @Test
  void only_a_new_template_of_a_daemon_set_is_counted() {
    var set = object("{'metadata':{},'spec':{'template':{}}}");
    kind("DaemonSet").begin(set);
    var paused = object("{'metadata':{},'spec':{'template':{},'minReadySeconds':5}}");
    var changed = object("{'metadata':{},'spec':{'template':{'spec':{'hostPID':true}}}}");

    kind("DaemonSet").follow(set, paused);
    kind("DaemonSet").follow(set, changed);

    assertThat(generation(set)).isEqualTo("1");
    assertThat(generation(paused)).isEqualTo("1");
    assertThat(generation(changed)).isEqualTo("2");
  }

  private static String generation(ObjectNode set) {
    return set.at("/metadata/annotations/deprecated.daemonset.template.generation").asText();
  }

  @Test
  void a_kind_is_listed_once() {
    assertThat(KINDS.all())
        .extracting(kind -> kind.group() + "/" + kind.kind())
        .doesNotHaveDuplicates();
    assertThat(KINDS.all())
        .extracting(kind -> kind.group() + "/" + kind.plural())
        .doesNotHaveDuplicates();
  }
}
