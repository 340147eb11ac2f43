package timonier.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.Defaults;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Schemas;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

class ValidationTest {

  private static final Schemas SCHEMAS = new Schemas();
  private static final Kinds KINDS = new Kinds();

  private static ResourceType<?> type(String group, String kind, String plural) {
    return new ResourceType<>(
        group, "v1", kind, plural, true, List.of(), List.of(), List.of(), Pod.class);
  }

  private static final ResourceType<?> PODS = type("", "Pod", "pods");
  private static final ResourceType<?> DEPLOYMENTS = type("apps", "Deployment", "deployments");
  private static final ResourceType<?> SETS = type("apps", "StatefulSet", "statefulsets");

  /// A document; single quotes stand for double ones.
  private static ObjectNode object(String json) {
    var text = json.replace('\'', '"');
    return (ObjectNode) JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> wrong(ResourceType<?> type, String json) {
    var object = object(json);
    var schema = SCHEMAS.of(type);
    Defaults.apply(schema, object);
    GoForm.apply(schema, object);
    return Validation.created(KINDS.of(type), schema, object).stream()
        .map(cause -> cause.field() + ": " + cause.message())
        .toList();
  }

  private static final String TEMPLATE =
      "'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':"
          + "[{'name':'c','image':'i'}]}}";
  private static final String SELECTED = "'selector':{'matchLabels':{'app':'web'}}," + TEMPLATE;

  @Test
  void a_plain_object_has_nothing_wrong() {
    assertThat(wrong(DEPLOYMENTS, "{'metadata':{'name':'d'},'spec':{%s}}".formatted(SELECTED)))
        .isEmpty();
  }

  @Test
  void the_rules_of_all_areas_hold() {
    assertThat(
            wrong(
                DEPLOYMENTS,
                "{'metadata':{'name':'D'},'spec':{'replicas':-1,'selector':{},'template':{}}}"))
        .extracting(told -> told.replaceFirst(" value.*", ""))
        .containsExactly(
            "metadata.name: Invalid",
            "spec.replicas: Invalid",
            "spec.selector: Invalid",
            "spec.template.spec.containers: Required");
    assertThat(wrong(type("", "Service", "services"), "{'metadata':{'name':'s'}}")).hasSize(1);
    assertThat(
            wrong(
                type("", "ResourceQuota", "resourcequotas"),
                "{'metadata':{'name':'q'},'spec':{'hard':{'pods':'0.5'}}}"))
        .hasSize(1);
  }

  @Test
  void pods_of_a_stateful_set_may_mount_what_it_claims() {
    var set =
        "{'metadata':{'name':'s'},'spec':{'selector':{'matchLabels':{'app':'web'}},'template':"
            + "{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'c',"
            + "'image':'i','volumeMounts':[{'name':'%s','mountPath':'/a'}]}]}},"
            + "'volumeClaimTemplates':[{'metadata':{'name':'data'},'spec':{'accessModes':"
            + "['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}}]}}";

    assertThat(wrong(SETS, set.formatted("data"))).isEmpty();
    assertThat(wrong(SETS, set.formatted("other")))
        .containsExactly(
            "spec.template.spec.containers[0].volumeMounts[0].name: Not found: \"other\"");
  }

  @Test
  void of_a_status_only_the_metadata_are_judged() {
    var before = object("{'metadata':{'name':'d'},'spec':{'replicas':-1}}");
    var after = object("{'metadata':{'name':'d','labels':{'a b':'c'}},'spec':{'replicas':-1}}");

    assertThat(
            Validation.updated(
                KINDS.of(DEPLOYMENTS), SCHEMAS.of(DEPLOYMENTS), after, before, "status"))
        .extracting(Status.Cause::field)
        .containsExactly("metadata.labels");
  }

  @Test
  void a_refusal_lists_its_causes() {
    var nameless = object("{'spec':{'replicas':-1}}");
    var causes = Validation.created(KINDS.of(DEPLOYMENTS), SCHEMAS.of(DEPLOYMENTS), nameless);
    var refusal = Validation.invalid(DEPLOYMENTS, "web", causes).status();

    assertThat(refusal.code()).isEqualTo(422);
    assertThat(refusal.message())
        .startsWith("Deployment.apps \"web\" is invalid: [metadata.name: Required value: name or");
  }

  @Test
  void what_a_deployment_selects_never_changes() {
    var before = object("{'metadata':{'name':'d'},'spec':{%s}}".formatted(SELECTED));
    var after = object(before.toString().replace("\"web\"", "\"api\""));
    var schema = SCHEMAS.of(DEPLOYMENTS);
    Defaults.apply(schema, before);
    Defaults.apply(schema, after);

    assertThat(Validation.updated(KINDS.of(DEPLOYMENTS), schema, after, before, ""))
        .singleElement()
        .satisfies(cause -> {
          assertThat(cause.field()).isEqualTo("spec.selector");
          assertThat(cause.message())
              .isEqualTo("Invalid value: {\"matchLabels\":{\"app\":\"api\"}}: field is immutable");
        });
  }

  @Test
  void of_a_running_pod_only_the_image_changes() {
    var pod = "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'%s'%s}]}}";
    var schema = SCHEMAS.of(PODS);
    var before = object(pod.formatted("i:1", ""));

    assertThat(
            Validation.updated(
                KINDS.of(PODS), schema, object(pod.formatted("i:2", "")), before, ""))
        .isEmpty();
    assertThat(
            Validation.updated(
                KINDS.of(PODS),
                schema,
                object(pod.formatted("i:1", ",'command':['x']")),
                before,
                ""))
        .singleElement()
        .satisfies(cause -> assertThat(cause.reason()).isEqualTo("FieldValueForbidden"));
  }

  @Test
  void containers_that_were_added_to_a_pod_stay_as_they_are() {
    var pod =
        "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i'}],"
            + "'ephemeralContainers':[%s]}}";
    var one = "{'name':'a','image':'i'}";
    var before = object(pod.formatted(one));

    assertThat(added(pod.formatted(one + ",{'name':'b','image':'i'}"), before)).isEmpty();
    assertThat(added(pod.formatted(""), before))
        .containsExactly("Forbidden: existing ephemeral containers \"a\" may not be removed");
    assertThat(added(pod.formatted(one.replace("'i'", "'j'")), before))
        .containsExactly("Forbidden: existing ephemeral containers \"a\" may not be changed");
  }

  private static List<String> added(String pod, ObjectNode before) {
    var kind = KINDS.of(PODS);
    return Validation.updated(kind, SCHEMAS.of(PODS), object(pod), before, "ephemeralcontainers")
        .stream()
        .map(Status.Cause::message)
        .toList();
  }
}
