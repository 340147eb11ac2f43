package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.pods.JsonFormat;
import timonier.pods.Node;
import timonier.pods.Pod;

class FilterTest {

  private static <T> T read(String json, Class<T> type) {
    return JsonFormat.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }

  private static NodeState node(String spec) {
    return new NodeState(
        read(
            """
            {'metadata': {'name': 'n', 'labels': {'disk': 'fast', 'cores': '8'}}, 'spec': {%s},
             'status': {'allocatable': {'cpu': '2', 'memory': '1Gi', 'pods': '3'}}}
            """
                .formatted(spec),
            Node.class));
  }

  private static Pod pod(String uid, String spec, String container) {
    return read(
        """
        {'metadata': {'name': '%1$s', 'uid': '%1$s'}, 'spec': {%2$s'containers': [
          {'name': 'c', 'image': 'any'%3$s}]}}
        """
            .formatted(uid, spec, container),
        Pod.class);
  }

  private static List<String> refusals(String spec, String container, NodeState node) {
    var pending = PendingPod.of(pod("p", spec, container));
    return Filter.ALL.stream().flatMap(filter -> filter.refuse(pending, node).stream()).toList();
  }

  private static String requests(String amounts) {
    return ", 'resources': {'requests': {%s}}".formatted(amounts);
  }

  @Test
  void a_node_is_not_refused_without_a_reason() {
    assertThat(refusals("", "", node(""))).isEmpty();
  }

  @Test
  void a_cordoned_node_takes_only_who_tolerates_that() {
    var cordoned = node("'unschedulable': true");
    var tolerant =
        "'tolerations': [{'key': 'node.kubernetes.io/unschedulable', 'operator': 'Exists'}], ";

    assertThat(refusals("", "", cordoned)).containsExactly("node(s) were unschedulable");
    assertThat(refusals(tolerant, "", cordoned)).isEmpty();
  }

  @Test
  void a_taint_keeps_away_who_does_not_tolerate_it_unless_it_only_prefers() {
    var refusal = "node(s) had untolerated taint {gpu: yes}";
    for (var effect : List.of("NoSchedule", "NoExecute")) {
      var tainted =
          node("'taints': [{'key': 'gpu', 'value': 'yes', 'effect': '%s'}]".formatted(effect));
      assertThat(refusals("", "", tainted)).containsExactly(refusal);
      assertThat(refusals("'tolerations': [{'key': 'gpu', 'value': 'yes'}], ", "", tainted))
          .isEmpty();
      assertThat(refusals("'tolerations': [{'key': 'gpu', 'value': 'no'}], ", "", tainted))
          .containsExactly(refusal);
    }
    var preferring = node("'taints': [{'key': 'gpu', 'effect': 'PreferNoSchedule'}]");
    assertThat(refusals("", "", preferring)).isEmpty();
  }

  @Test
  void labels_have_to_be_those_that_were_asked_for() {
    assertThat(refusals("'nodeSelector': {'disk': 'fast'}, ", "", node(""))).isEmpty();
    assertThat(refusals("'nodeSelector': {'disk': 'fast', 'zone': 'a'}, ", "", node("")))
        .containsExactly(Filter.OTHER_LABELS);
  }

  @Test
  void one_term_of_an_affinity_is_enough_and_an_empty_one_matches_nothing() {
    var affinity =
        "'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': "
            + "{'nodeSelectorTerms': [%s]}}}, ";
    var fast = "{'matchExpressions': [{'key': 'disk', 'operator': 'In', 'values': ['fast']}]}";
    var slow = fast.replace("'In'", "'NotIn'");
    var both =
        "{'matchExpressions': [{'key': 'disk', 'operator': 'Exists'},"
            + " {'key': 'zone', 'operator': 'Exists'}]}";

    assertThat(refusals(affinity.formatted(fast), "", node(""))).isEmpty();
    assertThat(refusals(affinity.formatted(slow + ", " + fast), "", node(""))).isEmpty();
    for (var none : List.of(slow, both, "{}")) {
      assertThat(refusals(affinity.formatted(none), "", node("")))
          .as(none)
          .containsExactly(Filter.OTHER_LABELS);
    }
  }

  @Test
  void what_does_not_fit_is_told_whole_and_what_just_fits_fits() {
    var node = node("");
    node.add(pod("there", "", requests("'cpu': '1500m', 'memory': '512Mi'")));

    assertThat(refusals("", requests("'cpu': '500m', 'memory': '512Mi'"), node)).isEmpty();
    assertThat(refusals("", requests("'cpu': '501m', 'memory': '513Mi'"), node))
        .containsExactly("Insufficient cpu", "Insufficient memory");
    node.add(pod("two", "", ""));
    node.add(pod("three", "", ""));
    assertThat(refusals("", "", node)).containsExactly("Too many pods");
  }

  @Test
  void a_pod_that_asks_for_nothing_fits_where_too_much_was_promised() {
    var node = node("");
    node.add(pod("there", "", requests("'cpu': '5'")));

    assertThat(refusals("", "", node)).isEmpty();
  }

  @Test
  void a_port_of_the_node_is_given_once_a_protocol() {
    var node = node("");
    var port = ", 'ports': [{'containerPort': 80, 'hostPort': %d, 'protocol': '%s'}]";
    node.add(pod("there", "", port.formatted(8080, "TCP")));

    assertThat(refusals("", port.formatted(8080, "TCP"), node))
        .containsExactly("node(s) didn't have free ports for the requested pod ports");
    assertThat(refusals("", port.formatted(8080, "UDP"), node)).isEmpty();
    assertThat(refusals("", port.formatted(8081, "TCP"), node)).isEmpty();
  }

  private static String init(String policy, String cpu) {
    return "{'name': 'i', 'restartPolicy': '%s'%s}"
        .formatted(policy, requests("'cpu': '" + cpu + "'"));
  }

  @Test
  void a_sidecar_needs_room_beside_the_others_and_beside_what_starts_after_it() {
    var container = requests("'cpu': '1'");
    var big = "'initContainers': [" + init("Always", "1500m") + "], ";
    var early = "'initContainers': [%s, %s], ".formatted(init("Always", "1"), init("", "1500m"));
    var late = "'initContainers': [%s, %s], ".formatted(init("", "1500m"), init("Always", "1"));

    assertThat(refusals(big, container, node(""))).containsExactly("Insufficient cpu");
    assertThat(refusals(early, container, node(""))).containsExactly("Insufficient cpu");
    assertThat(refusals(late, container, node(""))).isEmpty();
  }

  @Test
  void a_sidecar_takes_ports_of_the_node() {
    var port = ", 'ports': [{'containerPort': 80, 'hostPort': 8080, 'protocol': 'TCP'}]";
    var taken = node("");
    taken.add(pod("q", "", port));
    var sidecar = "'initContainers': [{'name': 'i', 'restartPolicy': 'Always'" + port + "}], ";

    assertThat(refusals(sidecar, "", taken))
        .containsExactly("node(s) didn't have free ports for the requested pod ports");
  }
}
