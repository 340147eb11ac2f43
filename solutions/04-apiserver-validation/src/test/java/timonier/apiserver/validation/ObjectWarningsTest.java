package timonier.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.objects.JsonFormat;

class ObjectWarningsTest {

  private static Kind kind(String name) {
    return new Kinds()
        .all().stream().filter(kind -> kind.kind().equals(name)).findFirst().orElseThrow();
  }

  /// A document; single quotes stand for double ones.
  private static ObjectNode object(String json) {
    return (ObjectNode) JsonFormat.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> of(String kind, String json) {
    return ObjectWarnings.of(kind(kind), object(json), Optional.empty());
  }

  private static List<String> inPod(String spec) {
    return of("Pod", "{'metadata': {'name': 'p'}, 'spec': {%s}}".formatted(spec));
  }

  private static List<String> inContainer(String fields) {
    return inPod("'containers': [{'name': 'c'%s}]".formatted(fields));
  }

  private static List<String> inService(String metadata, String spec) {
    return of("Service", "{'metadata': {%s}, 'spec': {%s}}".formatted(metadata, spec));
  }

  @Test
  void fields_of_nodes_that_no_longer_mean_anything_are_warned_about() {
    assertThat(of("Node", "{'spec': {'externalID': 'x', 'configSource': {}}}"))
        .containsExactly(
            "spec.configSource: the feature is removed",
            "spec.externalID: this field is deprecated, and is unused by Kubernetes");
    assertThat(of("Node", "{'spec': {'podCIDR': '10.0.0.0/24'}}")).isEmpty();
  }

  @Test
  void an_ordinary_pod_needs_no_warning() {
    assertThat(
            inContainer(
                ", 'ports': [{'containerPort': 80, 'protocol': 'TCP'}], 'env': [{'name': 'A'}],"
                    + " 'resources': {'limits': {'memory': '1Gi', 'cpu': '100m'}}"))
        .isEmpty();
  }

  @Test
  void a_variable_is_set_again_only_to_add_to_it() {
    var text = "hides previous definition of \"A\", which may be dropped when using apply";
    var first = ", 'env': [{'name': 'A', 'value': 'x'}, {'name': 'A', %s}]";
    for (var second : List.of("'value': 'y'", "'value': '$(A)'", "'valueFrom': {}")) {
      assertThat(inContainer(first.formatted(second)))
          .as(second)
          .containsExactly("spec.containers[0].env[1]: " + text);
    }
    assertThat(inContainer(first.formatted("'value': '$(A):y'"))).isEmpty();
  }

  @Test
  void there_is_no_part_of_a_byte() {
    var at = "spec.containers[0].resources.";
    var text = ": fractional byte value \"400m\" is invalid, must be an integer";
    var amounts = "{'memory': '400m', 'ephemeral-storage': '400m', 'cpu': '400m'}";
    assertThat(inContainer(", 'resources': {'limits': %1$s, 'requests': %1$s}".formatted(amounts)))
        .containsExactly(
            at + "limits[memory]" + text,
            at + "limits[ephemeral-storage]" + text,
            at + "requests[memory]" + text,
            at + "requests[ephemeral-storage]" + text);
    assertThat(
            of(
                "PersistentVolumeClaim",
                "{'spec': {'resources': {'requests': {'storage': '400m'}}}}"))
        .containsExactly("spec.resources.requests[storage]" + text);
  }

  @Test
  void two_containers_cannot_listen_on_the_same_port() {
    var one = "{'containerPort': 80, 'protocol': 'TCP'%s}";
    assertThat(ports(one.formatted(""), one.formatted("")))
        .containsExactly(
            "spec.containers[0].ports[1]: duplicate port definition with"
                + " spec.containers[0].ports[0]");
    assertThat(ports(one.formatted(""), one.formatted(", 'hostPort': 8080")))
        .containsExactly(
            "spec.containers[0].ports[1]: overlapping port definition with"
                + " spec.containers[0].ports[0]");
    assertThat(
            ports(
                one.formatted(", 'hostPort': 8080"),
                one.formatted(", 'hostPort': 8080, 'hostIP': '1.2.3.4'")))
        .containsExactly(
            "spec.containers[0].ports[1]: dangerously ambiguous port definition with"
                + " spec.containers[0].ports[0]");
    assertThat(ports(one.formatted(", 'hostPort': 8080"), one.formatted(", 'hostPort': 8081")))
        .isEmpty();
    assertThat(ports(one.formatted(""), one.formatted("").replace("TCP", "UDP"))).isEmpty();
  }

  private static List<String> ports(String one, String other) {
    return inContainer(", 'ports': [%s, %s]".formatted(one, other));
  }

  @Test
  void a_name_of_a_port_means_the_first_container_that_goes_on() {
    var port = "'ports': [{'name': 'a', 'containerPort': %d, 'protocol': 'TCP'}]";
    var init = "'initContainers': [{'name': 'i', %s" + port.formatted(1) + "}], ";
    var container = "'containers': [{'name': 'c', " + port.formatted(2) + "}]";
    assertThat(inPod(init.formatted("") + container)).isEmpty();
    assertThat(inPod(init.formatted("'restartPolicy': 'Always', ") + container))
        .containsExactly(
            "spec.containers[0].ports[0]: duplicate port name \"a\" with"
                + " spec.initContainers[0].ports[0], services and probes that select ports by name"
                + " will use spec.initContainers[0].ports[0]");
  }

  @Test
  void deprecated_names_are_reported_with_their_replacement() {
    var region = "'failure-domain.beta.kubernetes.io/region'";
    var text = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead";
    assertThat(inPod("'nodeSelector': {%s: 'a'}".formatted(region)))
        .containsExactly("spec.nodeSelector[failure-domain.beta.kubernetes.io/region]: " + text);
    assertThat(
            inPod(
                "'topologySpreadConstraints': [{'topologyKey': %s, 'labelSelector': {}}]"
                    .formatted(region)))
        .containsExactly(
            "spec.topologySpreadConstraints[0].topologyKey:"
                + " failure-domain.beta.kubernetes.io/region is "
                + text);
    assertThat(inPod("'volumes': [{'name': 'v', 'gitRepo': {}}]"))
        .containsExactly(
            "spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+");
    assertThat(
            of(
                "Pod",
                "{'metadata': {'annotations': {'scheduler.alpha.kubernetes.io/critical-pod':"
                    + " ''}}}"))
        .containsExactly(
            "metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in"
                + " v1.16+; use the \"priorityClassName\" field instead");
  }

  @Test
  void the_class_of_an_ingress_is_no_longer_an_annotation() {
    assertThat(of("Ingress", "{'metadata': {'annotations': {'kubernetes.io/ingress.class': 'a'}}}"))
        .containsExactly(
            "annotation \"kubernetes.io/ingress.class\" is deprecated, please use"
                + " 'spec.ingressClassName' instead");
  }

  @Test
  void lists_that_name_something_twice_or_nothing_are_reported() {
    assertThat(inPod("'hostAliases': [{'ip': '1.2.3.4'}, {'ip': '1.2.3.4'}]"))
        .containsExactly("spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"");
    assertThat(inPod("'imagePullSecrets': [{'name': 'a'}, {'name': 'a'}, {}]"))
        .containsExactly(
            "spec.imagePullSecrets[1].name: duplicate name \"a\"",
            "spec.imagePullSecrets[2].name: invalid empty name \"\"");
    assertThat(
            inPod(
                "'affinity': {'podAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':"
                    + " [{'topologyKey': 'a'}]}}"))
        .containsExactly(
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]"
                + ".labelSelector: a null labelSelector results in matching no pod");
  }

  @Test
  void a_template_is_judged_where_it_is_and_once() {
    var template = "'template': {'spec': {'terminationGracePeriodSeconds': -1}}";
    var text =
        "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be"
            + " treated as 1";
    var deployment = "{'metadata': {'name': 'a'}, 'spec': {'replicas': %d, " + template + "}}";
    assertThat(of("Deployment", deployment.formatted(1))).containsExactly("spec.template." + text);
    assertThat(
            ObjectWarnings.of(
                kind("Deployment"),
                object(deployment.formatted(2)),
                Optional.of(object(deployment.formatted(1)))))
        .isEmpty();
    assertThat(of("CronJob", "{'spec': {'jobTemplate': {'spec': {%s}}}}".formatted(template)))
        .containsExactly("spec.jobTemplate.spec.template." + text);
  }

  @Test
  void a_name_that_is_no_label_of_the_DNS_surprises() {
    var text = ", which can result in surprising behavior; a DNS label is recommended: ";
    assertThat(of("Pod", "{'metadata': {'name': 'a.b'}}"))
        .containsExactly(
            "metadata.name: this is used in the Pod's hostname" + text + "[must not contain dots]");
    assertThat(of("Deployment", "{'metadata': {'name': '%s'}}".formatted("a".repeat(64))))
        .containsExactly(
            "metadata.name: this is used in Pod names and hostnames"
                + text
                + "[must be no more than 63 bytes]");
    assertThat(of("ConfigMap", "{'metadata': {'name': 'a.b'}}")).isEmpty();
  }

  @Test
  void ignored_fields_of_a_service_are_reported() {
    var none = "'type': 'ClusterIP', 'clusterIP': 'None', ";
    assertThat(inService("", none + "'sessionAffinity': 'ClientIP', 'loadBalancerIP': '1.2.3.4'"))
        .containsExactly(
            "spec.loadBalancerIP is ignored for headless services",
            "spec.SessionAffinity is ignored for headless services");
    assertThat(inService("", "'type': 'ExternalName', 'externalIPs': ['1.2.3.4']"))
        .containsExactly("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    assertThat(inService("", "'type': 'ClusterIP', 'externalName': 'a'"))
        .containsExactly("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    assertThat(
            inService(
                "'annotations': {'service.kubernetes.io/topology-aware-hints': 'auto'}",
                "'type': 'ClusterIP'"))
        .containsExactly(
            "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use"
                + " service.kubernetes.io/topology-mode instead");
  }
}
