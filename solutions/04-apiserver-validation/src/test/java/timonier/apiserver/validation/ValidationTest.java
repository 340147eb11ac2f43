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
import timonier.pods.JsonFormat;
import timonier.pods.Pod;
import timonier.pods.ResourceType;
import timonier.pods.Status;

class ValidationTest {

  private static final Schemas SCHEMAS = new Schemas();
  private static final Kinds KINDS = new Kinds();

  private static ResourceType<?> type(String group, String kind, String plural) {
    return new ResourceType<>(
        group, "v1", kind, plural, true, List.of(), List.of(), List.of(), Pod.class);
  }

  private static final ResourceType<?> PODS = type("", "Pod", "pods");
  private static final ResourceType<?> SERVICES = type("", "Service", "services");
  private static final ResourceType<?> CONFIG_MAPS = type("", "ConfigMap", "configmaps");
  private static final ResourceType<?> SECRETS = type("", "Secret", "secrets");
  private static final ResourceType<?> DEPLOYMENTS = type("apps", "Deployment", "deployments");

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

  private static List<String> inPod(String spec) {
    return wrong(PODS, "{'metadata':{'name':'p'},'spec':{%s}}".formatted(spec));
  }

  private static List<String> inContainer(String fields) {
    return inPod("'containers':[{'name':'c','image':'i'%s}]".formatted(fields));
  }

  private static List<String> inDeployment(String spec) {
    return wrong(DEPLOYMENTS, "{'metadata':{'name':'d'},'spec':{%s}}".formatted(spec));
  }

  private static List<String> inService(String spec) {
    return wrong(SERVICES, "{'metadata':{'name':'s'},'spec':{%s}}".formatted(spec));
  }

  private static final String TEMPLATE =
      "'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':"
          + "[{'name':'c','image':'i'}]}}";
  private static final String SELECTED = "'selector':{'matchLabels':{'app':'web'}}," + TEMPLATE;

  @Test
  void a_plain_object_has_nothing_wrong() {
    assertThat(inContainer("")).isEmpty();
    assertThat(inDeployment(SELECTED)).isEmpty();
    assertThat(inService("'ports':[{'port':80}]")).isEmpty();
  }

  @Test
  void names_are_lower_case() {
    assertThat(wrong(CONFIG_MAPS, "{'metadata':{'name':'A_b'}}"))
        .singleElement()
        .asString()
        .startsWith("metadata.name: Invalid value: \"A_b\": a lowercase RFC 1123 subdomain must");
    assertThat(wrong(CONFIG_MAPS, "{'metadata':{'name':'" + "a".repeat(254) + "'}}"))
        .singleElement()
        .asString()
        .endsWith("must be no more than 253 bytes");
    assertThat(wrong(CONFIG_MAPS, "{'metadata':{}}"))
        .containsExactly("metadata.name: Required value: name or generateName is required");
  }

  @Test
  void a_label_may_have_one_domain() {
    var labels = "{'metadata':{'name':'c','labels':{'%s':'%s'}}}";

    assertThat(wrong(CONFIG_MAPS, labels.formatted("example.com/a", "b"))).isEmpty();
    assertThat(wrong(CONFIG_MAPS, labels.formatted("a/b/c", "d")))
        .singleElement()
        .asString()
        .endsWith("with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    assertThat(wrong(CONFIG_MAPS, labels.formatted("/a", "b")))
        .containsExactly("metadata.labels: Invalid value: \"/a\": prefix part must be non-empty");
    assertThat(wrong(CONFIG_MAPS, labels.formatted("a", "b c")))
        .containsExactly(
            "metadata.labels: Invalid value: \"b c\": a valid label must be an empty string or"
                + " consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                + " with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345',"
                + " regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
  }

  @Test
  void finalizers_and_owners_are_told_completely() {
    assertThat(
            wrong(
                CONFIG_MAPS,
                "{'metadata':{'name':'c','finalizers':['foo','orphan','example.com/x'],"
                    + "'ownerReferences':[{'kind':'Pod','name':'p'}]}}"))
        .containsExactly(
            "metadata.finalizers[0]: Invalid value: \"foo\": name is neither a standard finalizer"
                + " name nor is it fully qualified",
            "metadata.ownerReferences.apiVersion: Invalid value: \"\": version must not be empty",
            "metadata.ownerReferences.uid: Invalid value: \"\": uid must not be empty");
  }

  @Test
  void a_pod_needs_containers_and_each_a_name_and_an_image() {
    assertThat(inPod("")).containsExactly("spec.containers: Required value");
    assertThat(inPod("'containers':[{'name':'c'},{'name':'c','image':'i'},{'image':'i'}]"))
        .containsExactlyInAnyOrder(
            "spec.containers[0].image: Required value",
            "spec.containers[1].name: Duplicate value: \"c\"",
            "spec.containers[2].name: Required value");
  }

  @Test
  void ports_are_numbers_and_names_of_ports() {
    assertThat(
            inContainer(
                ",'ports':[{'containerPort':70000},{'containerPort':0},"
                    + "{'containerPort':80,'name':'much-too-long-name'},"
                    + "{'containerPort':80,'name':'a'},{'containerPort':81,'name':'a'}]"))
        .containsExactlyInAnyOrder(
            "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and"
                + " 65535, inclusive",
            "spec.containers[0].ports[1].containerPort: Required value",
            "spec.containers[0].ports[2].name: Invalid value: \"much-too-long-name\": must be no"
                + " more than 15 bytes",
            "spec.containers[0].ports[4].name: Duplicate value: \"a\"");
  }

  @Test
  void only_listed_values_are_supported() {
    assertThat(inContainer(",'imagePullPolicy':'Sometimes'"))
        .containsExactly(
            "spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported"
                + " values: \"Always\", \"IfNotPresent\", \"Never\"");
  }

  @Test
  void requests_fit_into_limits() {
    assertThat(
            inContainer(
                ",'resources':{'requests':{'cpu':'2'},'limits':{'cpu':'1500m','memory':'-1',"
                    + "'foo':'1'}}"))
        .contains(
            "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or"
                + " equal to cpu limit of 1500m",
            "spec.containers[0].resources.limits[memory]: Invalid value: \"-1\": must be greater"
                + " than or equal to 0",
            "spec.containers[0].resources.limits[foo]: Invalid value: \"foo\": must be a standard"
                + " resource type or fully qualified");
  }

  @Test
  void a_probe_has_one_handler() {
    assertThat(inContainer(",'livenessProbe':{}"))
        .containsExactly(
            "spec.containers[0].livenessProbe: Required value: must specify a handler type");
    assertThat(
            inContainer(
                ",'livenessProbe':{'exec':{'command':['a']},'tcpSocket':{'port':1},"
                    + "'successThreshold':2,'timeoutSeconds':-1}"))
        .containsExactlyInAnyOrder(
            "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1"
                + " handler type",
            "spec.containers[0].livenessProbe.timeoutSeconds: Invalid value: -1: must be greater"
                + " than or equal to 0",
            "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1");
  }

  @Test
  void a_variable_has_one_source() {
    assertThat(
            inContainer(
                ",'env':[{'name':'A=B'},{'name':'A','value':'b','valueFrom':"
                    + "{'fieldRef':{'fieldPath':'metadata.name'}}},{'name':'A','valueFrom':{}}]"))
        .containsExactly(
            "spec.containers[0].env[0].name: Invalid value: \"A=B\": a valid environment variable"
                + " name must consist only of printable ASCII characters other than '='",
            "spec.containers[0].env[1].valueFrom: Invalid value: \"\": may not be specified when"
                + " `value` is not empty",
            "spec.containers[0].env[2].valueFrom: Invalid value: \"\": must specify one of:"
                + " `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or"
                + " `fileKeyRef`");
  }

  @Test
  void what_is_mounted_is_a_volume_of_one_kind() {
    assertThat(
            inPod(
                "'containers':[{'name':'c','image':'i','volumeMounts':["
                    + "{'name':'x','mountPath':'/a'},{'name':'v','mountPath':'/a'}]}],"
                    + "'volumes':[{'name':'v','emptyDir':{},'hostPath':{'path':'/'}},"
                    + "{'name':'w'}]"))
        .containsExactlyInAnyOrder(
            "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type",
            "spec.containers[0].volumeMounts[0].name: Not found: \"x\"",
            "spec.containers[0].volumeMounts[1].name: Not found: \"v\"",
            "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique");
  }

  @Test
  void a_toleration_says_what_it_tolerates() {
    assertThat(
            inPod(
                "'containers':[{'name':'c','image':'i'}],'tolerations':["
                    + "{'operator':'Exists'},{'effect':'NoSchedule','key':'k',"
                    + "'tolerationSeconds':1},{'value':'v'}]"))
        .containsExactly(
            "spec.tolerations[1].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute'"
                + " when `tolerationSeconds` is set",
            "spec.tolerations[2].operator: Invalid value: \"\": operator must be Exists when `key`"
                + " is empty, which means \"match all values and all keys\"");
  }

  @Test
  void a_deployment_selects_its_own_pods() {
    assertThat(inDeployment("'selector':{'matchLabels':{'app':'api'}}," + TEMPLATE))
        .containsExactly(
            "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not"
                + " match template `labels`");
    assertThat(inDeployment("'selector':{}," + TEMPLATE))
        .containsExactly(
            "spec.selector: Invalid value: {}: empty selector is invalid for deployment");
    assertThat(inDeployment(""))
        .containsExactly(
            "spec.selector: Required value",
            "spec.template.metadata.labels: Invalid value: null: `selector` does not match template"
                + " `labels`",
            "spec.template.spec.containers: Required value");
  }

  @Test
  void a_selector_with_expressions_is_matched_too() {
    var expression =
        "'selector':{'matchExpressions':[{'key':'app','operator':'%s'%s}]}," + TEMPLATE;

    assertThat(inDeployment(expression.formatted("Exists", ""))).isEmpty();
    assertThat(inDeployment(expression.formatted("In", ",'values':['web']"))).isEmpty();
    assertThat(inDeployment(expression.formatted("NotIn", ",'values':['web']"))).hasSize(1);
    assertThat(inDeployment(expression.formatted("DoesNotExist", ""))).hasSize(1);
  }

  @Test
  void a_rollout_can_make_progress() {
    assertThat(
            inDeployment(
                "'strategy':{'rollingUpdate':{'maxSurge':0,'maxUnavailable':'0%'}}," + SELECTED))
        .containsExactly(
            "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": may not be 0 when"
                + " `maxSurge` is 0");
    assertThat(
            inDeployment(
                "'strategy':{'rollingUpdate':{'maxSurge':'half','maxUnavailable':'101%'}},"
                    + SELECTED))
        .hasSize(2);
    assertThat(
            inDeployment(
                "'strategy':{'type':'Recreate','rollingUpdate':{'maxSurge':1}}," + SELECTED))
        .containsExactly(
            "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is"
                + " 'Recreate'");
    assertThat(inDeployment("'progressDeadlineSeconds':5,'minReadySeconds':5," + SELECTED))
        .containsExactly(
            "spec.progressDeadlineSeconds: Invalid value: 5: must be greater than"
                + " minReadySeconds");
  }

  @Test
  void a_service_has_ports_that_can_be_told_apart() {
    assertThat(inService("")).containsExactly("spec.ports: Required value");
    assertThat(inService("'clusterIP':'None'")).isEmpty();
    assertThat(inService("'ports':[{'port':80,'name':'a'},{'port':80},{'port':0,'name':'a'}]"))
        .containsExactly(
            "spec.ports[1].name: Required value",
            "spec.ports[1]: Duplicate value: {\"protocol\":\"TCP\",\"port\":80}",
            "spec.ports[2].name: Duplicate value: \"a\"",
            "spec.ports[2].port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "spec.ports[2].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive");
  }

  @Test
  void a_service_address_fits_its_type() {
    assertThat(inService("'clusterIP':'nowhere','ports':[{'port':80}]"))
        .containsExactly(
            "spec.clusterIPs[0]: Invalid value: \"nowhere\": must be a valid IP address, (e.g."
                + " 10.9.8.7 or 2001:db8::ffff)");
    assertThat(inService("'clusterIP':'10.0.0.1','ports':[{'port':80,'nodePort':30080}]"))
        .containsExactly(
            "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'");
    assertThat(inService("'type':'NodePort','clusterIP':'None','ports':[{'port':80}]")).hasSize(1);
    assertThat(inService("'type':'ExternalName'"))
        .containsExactly("spec.externalName: Required value");
  }

  @Test
  void keys_of_configuration_are_names_of_files() {
    assertThat(
            wrong(
                CONFIG_MAPS,
                "{'metadata':{'name':'c'},'data':{'a b':'c','x':'y'},'binaryData':{'x':'eA=='}}"))
        .hasSize(2)
        .contains("data[x]: Invalid value: \"x\": duplicate of key present in binaryData");
    assertThat(wrong(SECRETS, "{'metadata':{'name':'s'},'type':'kubernetes.io/tls'}"))
        .containsExactly("data[tls.crt]: Required value", "data[tls.key]: Required value");
  }

  @Test
  void text_in_a_secret_becomes_bytes() {
    var secret = object("{'metadata':{'name':'s'},'data':{'a':'eA=='},'stringData':{'a':'y'}}");
    Defaults.apply(SCHEMAS.of(SECRETS), secret);

    assertThat(secret.has("stringData")).isFalse();
    assertThat(secret.at("/data/a").asText()).isEqualTo("eQ==");
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
