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

class ContainerChecksTest {

  private static final Schemas SCHEMAS = new Schemas();
  private static final Kinds KINDS = new Kinds();
  private static final ResourceType<?> PODS =
      new ResourceType<>("", "v1", "Pod", "pods", true, List.of(), List.of(), List.of(), Pod.class);

  /// What is wrong with a pod of this spec; single quotes stand for double ones.
  private static List<String> inPod(String spec) {
    var text = "{'metadata':{'name':'p'},'spec':{%s}}".formatted(spec).replace('\'', '"');
    var pod = (ObjectNode) JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
    Defaults.apply(SCHEMAS.of(PODS), pod);
    GoForm.apply(SCHEMAS.of(PODS), pod);
    return Validation.created(KINDS.of(PODS), SCHEMAS.of(PODS), pod).stream()
        .map(cause -> cause.field() + ": " + cause.message())
        .toList();
  }

  private static List<String> inContainer(String fields) {
    return inPod("'containers':[{'name':'c','image':'i',%s}]".formatted(fields));
  }

  private static List<String> inInitContainer(String fields) {
    return inPod(
        "'containers':[{'name':'c','image':'i'}],'initContainers':[{'name':'i','image':'i',%s}]"
            .formatted(fields));
  }

  @Test
  void names_are_unique_over_all_lists() {
    assertThat(
            inPod(
                "'containers':[{'name':'c','image':'i'}],"
                    + "'initContainers':[{'name':'c','image':'i'}]"))
        .containsExactly("spec.initContainers[0].name: Duplicate value: \"c\"");
  }

  @Test
  void a_port_of_the_node_is_taken_once() {
    var ports = "'ports':[{'containerPort':80,'hostPort':80},{'containerPort':81,'hostPort':80%s}]";

    assertThat(inContainer(ports.formatted(",'protocol':'UDP'"))).isEmpty();
    assertThat(inContainer(ports.formatted(",'hostIP':'127.0.0.1'"))).isEmpty();
    assertThat(inContainer(ports.formatted("")))
        .containsExactly("spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//80\"");
  }

  @Test
  void on_the_network_of_the_node_ports_are_the_nodes() {
    var pod = "'hostNetwork':true,'containers':[{'name':'c','image':'i','ports':[%s]}]";

    assertThat(inPod(pod.formatted("{'containerPort':80}"))).isEmpty();
    assertThat(inPod(pod.formatted("{'containerPort':80,'hostPort':81}")))
        .containsExactly(
            "spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort`"
                + " when `hostNetwork` is true");
  }

  @Test
  void only_some_fields_are_told_to_a_container() {
    var variable = "'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':\"%s\"}}}]";
    var at = "spec.containers[0].env[0].valueFrom.fieldRef";

    assertThat(inContainer(variable.formatted("spec.nodeName"))).isEmpty();
    assertThat(inContainer(variable.formatted("metadata.labels.app")))
        .containsExactly(
            at
                + ".fieldPath: Invalid value: \"metadata.labels.app\": error converting fieldPath:"
                + " field label not supported: metadata.labels.app");
    assertThat(inContainer(variable.formatted("status.phase")))
        .singleElement()
        .asString()
        .startsWith(at + ".fieldPath: Unsupported value: \"status.phase\"");
  }

  @Test
  void amounts_are_told_in_units_that_fit() {
    var variable =
        "'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'%s','divisor':'%s'}}}]";
    var at = "spec.containers[0].env[0].valueFrom.resourceFieldRef";

    assertThat(inContainer(variable.formatted("limits.memory", "1Mi"))).isEmpty();
    assertThat(inContainer(variable.formatted("limits.hugepages-2Mi", "1Mi"))).isEmpty();
    assertThat(inContainer(variable.formatted("limits.cpu", "7")))
        .containsExactly(
            at
                + ".divisor: Invalid value: \"limits.cpu\": only divisor's values 1m and 1 are"
                + " supported with the cpu resource");
    assertThat(inContainer(variable.formatted("limits.disk", "1")))
        .singleElement()
        .asString()
        .startsWith(at + ".resource: Unsupported value: \"limits.disk\"");
  }

  @Test
  void sources_of_variables_are_named() {
    assertThat(
            inContainer(
                "'envFrom':[{},{'secretRef':{}},{'configMapRef':{'name':'A'}},"
                    + "{'configMapRef':{'name':'a'},'prefix':'a.b'}]"))
        .hasSize(3)
        .contains(
            "spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef`"
                + " or `secretRef`",
            "spec.containers[0].envFrom[1].secretRef.name: Required value");
    assertThat(inContainer("'env':[{'name':'A','valueFrom':{'secretKeyRef':{'key':'..'}}}]"))
        .hasSize(2)
        .contains(
            "spec.containers[0].env[0].valueFrom.secretKeyRef.key: Invalid value: \"..\": may not"
                + " be '..'");
  }

  @Test
  void an_init_container_is_probed_only_if_it_always_runs() {
    var probed = "'readinessProbe':{'tcpSocket':{'port':80}}";

    assertThat(inInitContainer(probed + ",'restartPolicy':'Always'")).isEmpty();
    assertThat(inInitContainer(probed))
        .containsExactly(
            "spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers"
                + " without restartPolicy=Always");
  }

  @Test
  void restart_rules_need_a_policy() {
    var rules = "'restartPolicyRules':[{'action':'Restart','exitCodes':{'operator':'%s'}}]";

    assertThat(inContainer("'restartPolicy':'Never'," + rules.formatted("In"))).isEmpty();
    assertThat(inContainer(rules.formatted("Is")))
        .containsExactly(
            "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when"
                + " restart rules are used",
            "spec.containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value:"
                + " \"Is\": supported values: \"In\", \"NotIn\"");
  }

  @Test
  void a_handler_says_all_that_it_needs() {
    assertThat(inContainer("'lifecycle':{'preStop':{},'postStart':{'exec':{}}}"))
        .containsExactlyInAnyOrder(
            "spec.containers[0].lifecycle.preStop: Required value: must specify a handler type",
            "spec.containers[0].lifecycle.postStart.exec.command: Required value");
    assertThat(inContainer("'lifecycle':{'preStop':{'sleep':{'seconds':31}}}"))
        .containsExactly(
            "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative"
                + " and less than terminationGracePeriodSeconds (30)");
    assertThat(inContainer("'livenessProbe':{'httpGet':{'httpHeaders':[{'name':'a b'}]}}"))
        .hasSize(2)
        .contains(
            "spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1"
                + " and 65535, inclusive");
    assertThat(inContainer("'livenessProbe':{'grpc':{'port':80}}")).isEmpty();
  }

  @Test
  void only_a_privileged_container_shows_its_node_what_it_mounts() {
    var pod =
        "'volumes':[{'name':'v','emptyDir':{}}],'containers':[{'name':'c','image':'i',"
            + "'volumeMounts':[{'name':'v','mountPath':'/a',%s}]}]";

    assertThat(inPod(pod.formatted("'subPath':'a/b'"))).isEmpty();
    assertThat(inPod(pod.formatted("'subPath':'../b'")))
        .containsExactly(
            "spec.containers[0].volumeMounts.subPath: Invalid value: \"../b\": must not contain"
                + " '..'");
    assertThat(inPod(pod.formatted("'mountPropagation':'Bidirectional'")))
        .containsExactly(
            "spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount"
                + " propagation is available only to privileged containers");
    assertThat(inPod(pod.formatted("'recursiveReadOnly':'Enabled'")))
        .containsExactly(
            "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified"
                + " when readOnly is true");
  }

  @Test
  void a_volume_is_a_folder_or_a_device() {
    var pod =
        "'volumes':[{'name':'v','%s':{'claimName':'p'}}],'containers':[{'name':'c','image':'i',"
            + "'volumeDevices':[{'name':'v','devicePath':'/dev/a'}]%s}]";

    assertThat(inPod(pod.formatted("persistentVolumeClaim", ""))).isEmpty();
    assertThat(inPod(pod.formatted("emptyDir", "")))
        .containsExactly(
            "spec.containers[0].volumeDevices[0].name: Invalid value: \"v\": can only use volume"
                + " source type of PersistentVolumeClaim or Ephemeral for block mode");
    assertThat(
            inPod(
                pod.formatted(
                    "persistentVolumeClaim", ",'volumeMounts':[{'name':'v','mountPath':'/a'}]")))
        .containsExactly(
            "spec.containers[0].volumeMounts[0].name: Invalid value: \"v\": must not already exist"
                + " in volumeDevices",
            "spec.containers[0].volumeDevices[0].name: Invalid value: \"v\": must not already exist"
                + " in volumeMounts");
  }

  @Test
  void a_path_has_a_colon_only_after_the_letter_of_a_drive() {
    var pod =
        "'volumes':[{'name':'v','emptyDir':{}}],'containers':[{'name':'c','image':'i',"
            + "'volumeMounts':[{'name':'v','mountPath':'%s'}]}]";

    assertThat(inPod(pod.formatted("c:/data"))).isEmpty();
    assertThat(inPod(pod.formatted("/a:b"))).hasSize(1);
  }

  @Test
  void what_cannot_be_shared_is_asked_for_as_it_is_limited() {
    var resources = "'resources':{'limits':{%s},'requests':{%s}}";

    assertThat(inContainer(resources.formatted("'a.b/gpu':'2'", "'a.b/gpu':'1'")))
        .containsExactly(
            "spec.containers[0].resources.requests: Invalid value: \"1\": must be equal to a.b/gpu"
                + " limit of 2");
    assertThat(inContainer(resources.formatted("", "'a.b/gpu':'1'")))
        .containsExactly(
            "spec.containers[0].resources.limits: Required value: Limit must be set for non"
                + " overcommitable resources");
    assertThat(inContainer(resources.formatted("'a.b/gpu':'500m'", "")))
        .contains(
            "spec.containers[0].resources.limits[a.b/gpu]: Invalid value: \"500m\": must be an"
                + " integer");
    assertThat(inContainer(resources.formatted("'hugepages-2Mi':'3Mi'", "")))
        .contains(
            "spec.containers[0].resources: Forbidden: HugePages require cpu or memory",
            "spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is"
                + " not positive integer multiple of hugepages-2Mi");
  }

  @Test
  void who_has_all_privileges_cannot_be_kept_from_more() {
    var context = "'securityContext':{%s}";

    assertThat(inContainer(context.formatted("'privileged':true"))).isEmpty();
    assertThat(inContainer(context.formatted("'privileged':true,'allowPrivilegeEscalation':false")))
        .singleElement()
        .asString()
        .endsWith("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    assertThat(inContainer(context.formatted("'runAsUser':-1,'procMount':''")))
        .containsExactly(
            "spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0"
                + " and 2147483647, inclusive",
            "spec.containers[0].securityContext.procMount: Unsupported value: \"\": supported"
                + " values: \"Default\", \"Unmasked\"");
    assertThat(inContainer(context.formatted("'seccompProfile':{'type':'Localhost'}")))
        .containsExactly(
            "spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value:"
                + " must be set when seccomp type is Localhost");
  }

  @Test
  void ephemeral_containers_come_later() {
    assertThat(
            inPod(
                "'containers':[{'name':'c','image':'i'}],"
                    + "'ephemeralContainers':[{'name':'e','image':'i'}]"))
        .containsExactly("spec.ephemeralContainers: Forbidden: cannot be set on create");
  }
}
