package timonier.apiserver.rules.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.pods.JudgedPod.wrongSpec;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerChecksTest {

  private static List<String> inContainer(String fields) {
    return wrongSpec("'containers':[{'name':'c','image':'i',%s}]".formatted(fields));
  }

  private static List<String> inInitContainer(String fields) {
    return wrongSpec(
        "'containers':[{'name':'c','image':'i'}],'initContainers':[{'name':'i','image':'i',%s}]"
            .formatted(fields));
  }

  @Test
  void names_are_unique_over_all_lists() {
    assertThat(
            wrongSpec(
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

    assertThat(wrongSpec(pod.formatted("{'containerPort':80}"))).isEmpty();
    assertThat(wrongSpec(pod.formatted("{'containerPort':80,'hostPort':81}")))
        .containsExactly(
            "spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort`"
                + " when `hostNetwork` is true");
  }

  @Test
  void a_container_may_read_only_some_fields() {
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
  void amounts_are_given_in_units_that_fit() {
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
  void hooks_that_do_not_sleep_fit_into_any_time_to_end() {
    var spec = "'terminationGracePeriodSeconds':-1,'containers':[{'name':'c','image':'i'}]";
    assertThat(wrongSpec(spec)).isEmpty();
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

    assertThat(wrongSpec(pod.formatted("'subPath':'a/b'"))).isEmpty();
    assertThat(wrongSpec(pod.formatted("'subPath':'../b'")))
        .containsExactly(
            "spec.containers[0].volumeMounts.subPath: Invalid value: \"../b\": must not contain"
                + " '..'");
    assertThat(wrongSpec(pod.formatted("'mountPropagation':'Bidirectional'")))
        .containsExactly(
            "spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount"
                + " propagation is available only to privileged containers");
    assertThat(wrongSpec(pod.formatted("'recursiveReadOnly':'Enabled'")))
        .containsExactly(
            "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified"
                + " when readOnly is true");
  }

  @Test
  void a_volume_is_a_folder_or_a_device() {
    var pod =
        "'volumes':[{'name':'v','%s':{'claimName':'p'}}],'containers':[{'name':'c','image':'i',"
            + "'volumeDevices':[{'name':'v','devicePath':'/dev/a'}]%s}]";

    assertThat(wrongSpec(pod.formatted("persistentVolumeClaim", ""))).isEmpty();
    assertThat(wrongSpec(pod.formatted("emptyDir", "")))
        .containsExactly(
            "spec.containers[0].volumeDevices[0].name: Invalid value: \"v\": can only use volume"
                + " source type of PersistentVolumeClaim or Ephemeral for block mode");
    assertThat(
            wrongSpec(
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

    assertThat(wrongSpec(pod.formatted("c:/data"))).isEmpty();
    assertThat(wrongSpec(pod.formatted("/a:b"))).hasSize(1);
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
            wrongSpec(
                "'containers':[{'name':'c','image':'i'}],"
                    + "'ephemeralContainers':[{'name':'e','image':'i'}]"))
        .containsExactly("spec.ephemeralContainers: Forbidden: cannot be set on create");
  }

  @Test
  void a_pod_needs_containers_and_each_a_name_and_an_image() {
    assertThat(wrongSpec("")).containsExactly("spec.containers: Required value");
    assertThat(wrongSpec("'containers':[{'name':'c'},{'name':'c','image':'i'},{'image':'i'}]"))
        .containsExactlyInAnyOrder(
            "spec.containers[0].image: Required value",
            "spec.containers[1].name: Duplicate value: \"c\"",
            "spec.containers[2].name: Required value");
  }

  @Test
  void ports_are_numbers_and_names_of_ports() {
    assertThat(
            inContainer(
                "'ports':[{'containerPort':70000},{'containerPort':0},"
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
    assertThat(inContainer("'imagePullPolicy':'Sometimes'"))
        .containsExactly(
            "spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported"
                + " values: \"Always\", \"IfNotPresent\", \"Never\"");
  }

  @Test
  void requests_fit_into_limits() {
    assertThat(
            inContainer(
                "'resources':{'requests':{'cpu':'2'},'limits':{'cpu':'1500m','memory':'-1',"
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
    assertThat(inContainer("'livenessProbe':{}"))
        .containsExactly(
            "spec.containers[0].livenessProbe: Required value: must specify a handler type");
    assertThat(
            inContainer(
                "'livenessProbe':{'exec':{'command':['a']},'tcpSocket':{'port':1},"
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
                "'env':[{'name':'A=B'},{'name':'A','value':'b','valueFrom':"
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
            wrongSpec(
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
}
