package timonier.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectMeta;
import timonier.services.EndpointSlice.Conditions;

class EndpointPlanTest {

  private static final Service WEB =
      read(
          """
          {'metadata': {'name': 'web', 'namespace': 'default'},
           'spec': {'type': 'ClusterIP', 'clusterIP': '10.96.0.20', 'selector': {'app': 'web'},
            'ports': [{'name': 'http', 'protocol': 'TCP', 'port': 80, 'targetPort': 'http'}]}}
          """,
          Service.class);

  private static <T> T read(String json, Class<T> type) {
    try {
      return JsonFormat.mapper().readValue(json.replace('\'', '"'), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Pod pod(int number, String ready, String extra, int port) {
    return read(
        """
        {'metadata': {'name': 'web-%1$d', 'namespace': 'default', 'uid': 'uid-%1$d' %3$s},
         'spec': {'nodeName': 'node', 'containers': [{'name': 'web',
           'ports': [{'name': 'http', 'protocol': 'TCP', 'containerPort': %4$d}]}]},
         'status': {'phase': 'Running', 'podIP': '10.244.0.%1$d',
           'conditions': [{'type': 'Ready', 'status': '%2$s'}]}}
        """
            .formatted(number, ready, extra, port),
        Pod.class);
  }

  private static Pod ready(int number) {
    return pod(number, "True", "", 8080);
  }

  private static EndpointSlice named(String name, SliceAction action) {
    var slice = ((SliceAction.Create) action).slice();
    var metadata =
        ObjectMeta.of("default", name)
            .withLabels(slice.metadata().labels())
            .withOwners(slice.metadata().ownerReferences());
    return new EndpointSlice(metadata, "IPv4", slice.endpoints(), slice.ports());
  }

  private static List<EndpointSlice> carriedOut(List<SliceAction> actions) {
    var slices = new ArrayList<EndpointSlice>();
    for (var action : actions) {
      slices.add(named("slice-" + slices.size(), action));
    }
    return slices;
  }

  @Test
  void each_slice_holds_at_most_a_hundred_pods() {
    var pods = IntStream.rangeClosed(1, 250).mapToObj(EndpointPlanTest::ready).toList();
    var slices = carriedOut(EndpointPlan.actions(WEB, pods, List.of()));
    assertThat(slices).extracting(slice -> slice.endpoints().size()).containsExactly(100, 100, 50);
    assertThat(EndpointPlan.actions(WEB, pods, slices)).isEmpty();
  }

  @Test
  void a_terminating_pod_serves_but_is_not_ready() {
    var going = pod(1, "True", ", 'deletionTimestamp': '2026-01-01T00:00:00Z'", 8080);
    var actions = EndpointPlan.actions(WEB, List.of(going), List.of());
    assertThat(carriedOut(actions).getFirst().endpoints().getFirst().conditions())
        .isEqualTo(Conditions.of(false, true, true));
  }

  @Test
  void a_change_of_one_pod_changes_one_slice() {
    var pods =
        new ArrayList<>(IntStream.rangeClosed(1, 150).mapToObj(EndpointPlanTest::ready).toList());
    var slices = carriedOut(EndpointPlan.actions(WEB, pods, List.of()));
    pods.set(3, pod(4, "False", "", 8080));
    assertThat(EndpointPlan.actions(WEB, pods, slices)).hasSize(1);
  }

  @Test
  void a_pod_in_two_slices_stays_in_one() {
    var slices = carriedOut(EndpointPlan.actions(WEB, List.of(ready(1)), List.of()));
    var twice =
        List.of(slices.getFirst(), named("other", new SliceAction.Create(slices.getFirst())));
    assertThat(EndpointPlan.actions(WEB, List.of(ready(1)), twice))
        .containsExactly(new SliceAction.Delete(twice.getLast()));
  }

  @Test
  void a_service_without_pods_keeps_one_slice_without_endpoints() {
    var slices = carriedOut(EndpointPlan.actions(WEB, List.of(ready(1)), List.of()));
    var actions = EndpointPlan.actions(WEB, List.of(), slices);
    var left = List.of(named("empty", actions.getFirst()));
    assertThat(left.getFirst().endpoints()).isEmpty();
    assertThat(left.getFirst().ports()).isEmpty();
    assertThat(actions.getLast()).isEqualTo(new SliceAction.Delete(slices.getFirst()));
    assertThat(EndpointPlan.actions(WEB, List.of(), left)).isEmpty();
  }

  @Test
  void a_slice_names_its_service_and_follows_its_labels() {
    var slices = carriedOut(EndpointPlan.actions(WEB, List.of(ready(1)), List.of()));
    assertThat(slices.getFirst().metadata().labels())
        .isEqualTo(
            Map.of(
                "endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io",
                "kubernetes.io/service-name", "web"));

    var labelled = new Service(WEB.metadata().withLabels(Map.of("team", "a")), WEB.spec());
    var actions = EndpointPlan.actions(labelled, List.of(ready(1)), slices);
    assertThat(actions)
        .singleElement()
        .satisfies(action -> {
          var after = ((SliceAction.Update) action).after();
          assertThat(after.metadata().labels()).containsEntry("team", "a");
          assertThat(after.endpoints()).isEqualTo(slices.getFirst().endpoints());
        });
    var empty = carriedOut(EndpointPlan.actions(WEB, List.of(), List.of()));
    assertThat(EndpointPlan.actions(labelled, List.of(), empty)).hasSize(1);
  }

  @Test
  void a_pod_has_a_dns_name_if_it_names_the_service_as_subdomain() {
    assertThat(hostname("'hostname': 'one', 'subdomain': 'web'")).isEqualTo("one");
    assertThat(hostname("'hostname': 'one', 'subdomain': 'other'")).isEmpty();
    assertThat(hostname("'subdomain': 'web'")).isEmpty();
  }

  private static String hostname(String spec) {
    var pod =
        read(
            """
            {'metadata': {'name': 'web-1', 'namespace': 'default', 'uid': 'uid-1'},
             'spec': {'containers': [], %s}, 'status': {'podIP': '10.244.0.1'}}
            """
                .formatted(spec),
            Pod.class);
    return EndpointPlan.byPorts(WEB, List.of(pod)).values().iterator().next().getFirst().hostname();
  }

  @Test
  void pods_with_other_port_numbers_have_their_own_slice() {
    var slices =
        carriedOut(
            EndpointPlan.actions(WEB, List.of(ready(1), pod(2, "True", "", 9090)), List.of()));
    assertThat(slices)
        .extracting(slice -> slice.ports().getFirst().port())
        .containsExactlyInAnyOrder(8080, 9090);
  }

  private static List<Integer> target(String initContainers) {
    var pod =
        read(
            """
            {'metadata': {'name': 'web-1', 'namespace': 'default', 'uid': 'uid-1'},
             'spec': {'initContainers': [%s], 'containers': [{'name': 'web'}]},
             'status': {'phase': 'Running', 'podIP': '10.244.0.1'}}
            """
                .formatted(initContainers),
            Pod.class);
    return EndpointPlan.byPorts(WEB, List.of(pod)).keySet().stream()
        .flatMap(List::stream)
        .map(EndpointSlice.Port::port)
        .toList();
  }

  @Test
  void a_named_port_is_found_in_a_sidecar_but_not_in_an_init_container_that_ends() {
    var port = "'ports': [{'name': 'http', 'protocol': '%s', 'containerPort': 9443}]";
    var sidecar = "{'name': 'tls', 'restartPolicy': 'Always', " + port + "}";
    assertThat(target(sidecar.formatted("TCP"))).containsExactly(9443);
    assertThat(target(sidecar.formatted("UDP"))).isEmpty();
    assertThat(target("{'name': 'setup', " + port.formatted("TCP") + "}")).isEmpty();
  }

  @Test
  void connections_go_to_ready_pods_or_else_to_those_that_still_serve() {
    var going = pod(1, "True", ", 'deletionTimestamp': '2026-01-01T00:00:00Z'", 8080);
    assertThat(behind(List.of(going, ready(2)))).containsExactly("10.244.0.2:8080");
    assertThat(behind(List.of(going))).containsExactly("10.244.0.1:8080");
    assertThat(behind(List.of(pod(1, "False", "", 8080)))).isEmpty();
  }

  private static List<String> behind(List<Pod> pods) {
    var slices =
        carriedOut(EndpointPlan.actions(WEB, pods, List.of())).stream()
            .map(slice ->
                new EndpointSlice(
                    slice.metadata().withLabels(Map.of(EndpointSlice.SERVICE, "web")),
                    "IPv4",
                    slice.endpoints(),
                    slice.ports()))
            .toList();
    return ProxyPlan.routes(List.of(WEB), slices, "127.1.0.1")
        .getOrDefault(new ProxyPlan.Place("10.96.0.20", 80), List.of())
        .stream()
        .map(Object::toString)
        .toList();
  }
}
