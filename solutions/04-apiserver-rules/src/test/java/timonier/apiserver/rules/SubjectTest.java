package timonier.apiserver.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.Schemas;
import timonier.pods.Quantity;
import timonier.pods.objects.JsonFormat;

class SubjectTest {

  /// A value; single quotes stand for double ones.
  private static JsonNode json(String text) {
    return JsonFormat.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Subject created(String text) {
    return Subject.created(json(text), new Causes());
  }

  @Test
  void a_place_is_written_as_in_kubernetes() {
    var object = created("{'a':[{'b':{'c/d':'e'}}]}");
    var deep = object.field("a").element(0).field("b").entry("c/d");

    assertThat(object.path()).isEmpty();
    assertThat(deep.path()).isEqualTo("a[0].b[c/d]");
    assertThat(deep.text()).isEqualTo("e");
    assertThat(deep.at("x").field("y").path()).isEqualTo("x.y");
  }

  @Test
  void what_was_is_known_but_for_elements_of_lists() {
    var object =
        Subject.updated(json("{'a':{'b':2},'c':[1]}"), json("{'a':{'b':1},'c':[0]}"), new Causes());

    assertThat(object.field("a").field("b").old().asInt()).isEqualTo(1);
    assertThat(object.field("a").field("b").isUpdate()).isTrue();
    assertThat(object.field("c").element(0).old().isMissingNode()).isTrue();
    assertThat(object.field("c").element(0).isUpdate()).isFalse();
  }

  @Test
  void an_amount_that_is_not_there_is_zero() {
    var amounts = Subject.updated(json("{'cpu':'500m'}"), json("{'memory':'1Gi'}"), new Causes());

    assertThat(amounts.entry("cpu").quantity()).isEqualTo(Quantity.parse("500m"));
    assertThat(amounts.entry("cpu").oldQuantity().value()).isZero();
    assertThat(amounts.entry("memory").quantity().value()).isZero();
    assertThat(amounts.entry("memory").oldQuantity()).isEqualTo(Quantity.parse("1Gi"));
    assertThatThrownBy(() -> created("{'cpu':'much'}").field("cpu").quantity())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Subject typed(String kind, String text) {
    var groups = List.of("", "apps", "autoscaling", "policy", "networking.k8s.io");
    var versions = List.of("v1", "v2");
    var schemas = new Schemas();
    var schema =
        groups.stream()
            .flatMap(group -> versions.stream().flatMap(v -> schemas.of(group, v, kind).stream()))
            .findFirst()
            .orElseThrow();
    return created(text).of(schema);
  }

  @Test
  void what_is_not_there_is_shown_as_go_shows_it() {
    var spec = typed("Pod", "{'spec':{'containers':[{}]}}").field("spec");
    var container = spec.field("containers").element(0);
    var scaler = typed("HorizontalPodAutoscaler", "{}").field("spec");

    assertThat(container.field("name").shown()).hasToString("\"\"");
    assertThat(container.field("stdin").shown()).hasToString("false");
    assertThat(container.field("ports").element(0).field("containerPort").shown()).hasToString("0");
    assertThat(scaler.field("maxReplicas").shown()).hasToString("0");
    assertThat(container.field("resources").field("limits").entry("cpu").shown())
        .hasToString("\"0\"");
    assertThat(spec.field("nodeSelector").entry("disk").shown()).hasToString("\"\"");
  }

  @Test
  void a_pointer_a_list_or_a_map_that_is_not_there_is_null() {
    var spec = typed("Pod", "{'spec':{}}").field("spec");

    assertThat(spec.field("activeDeadlineSeconds").shown()).hasToString("null");
    assertThat(spec.field("containers").shown()).hasToString("null");
    assertThat(spec.field("nodeSelector").shown()).hasToString("null");
    assertThat(spec.field("securityContext").shown()).hasToString("null");
    assertThat(spec.field("nobody").field("knows").shown()).hasToString("null");
  }

  @Test
  void every_message_shows_what_is_not_there() {
    var name = typed("Pod", "{'spec':{'containers':[{}]}}").field("spec").field("hostname");
    name.invalid("bad");
    name.notSupported(List.of("a"));
    name.duplicate();
    name.notFound();

    assertThat(JudgedKinds.told(name.causes().found()))
        .containsExactly(
            "spec.hostname: Invalid value: \"\": bad",
            "spec.hostname: Unsupported value: \"\": supported values: \"a\"",
            "spec.hostname: Duplicate value: \"\"",
            "spec.hostname: Not found: \"\"");
  }
}
