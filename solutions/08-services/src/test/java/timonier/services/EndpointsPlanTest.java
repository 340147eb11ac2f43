package timonier.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.services.Endpoints.Address;

class EndpointsPlanTest {

  private static <T> T read(String json, Class<T> type) {
    return JsonFormat.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }

  private static Service service(String clusterIp, String ports) {
    return read(
        """
        {'metadata': {'name': 'web', 'namespace': 'default', 'labels': {'team': 'a'}},
         'spec': {'type': 'ClusterIP', 'clusterIP': '%s', 'selector': {'app': 'web'},
          'ports': [%s]}}
        """
            .formatted(clusterIp, ports),
        Service.class);
  }

  private static final Service WEB =
      service("10.96.0.20", "{'protocol': 'TCP', 'port': 80, 'targetPort': 'http'}");

  private static Pod pod(int number, String metadata, String ready, String port) {
    return read(
        """
        {'metadata': {'name': 'web-%1$d', 'namespace': 'default', 'uid': 'uid-%1$d' %2$s},
         'spec': {'nodeName': 'node', 'containers': [{'name': 'web',
           'ports': [{'name': '%4$s', 'protocol': 'TCP', 'containerPort': 8080}]}]},
         'status': {'phase': 'Running', 'podIP': '10.244.0.%1$d',
           'conditions': [{'type': 'Ready', 'status': '%3$s'}]}}
        """
            .formatted(number, metadata, ready, port),
        Pod.class);
  }

  private static Endpoints wanted(Service service, Pod... pods) {
    return EndpointsPlan.wanted(service, List.of(pods), Optional.empty());
  }

  private static List<String> ips(List<Address> addresses) {
    return addresses.stream().map(Address::ip).toList();
  }

  @Test
  void pods_are_listed_as_ready_or_not_ready_until_they_are_deleted() {
    var going = ", 'deletionTimestamp': '2026-01-01T00:00:00Z'";
    var subsets =
        wanted(
                WEB,
                pod(1, "", "True", "http"),
                pod(2, "", "False", "http"),
                pod(3, going, "True", "http"))
            .subsets();

    assertThat(subsets).hasSize(1);
    assertThat(ips(subsets.getFirst().addresses())).containsExactly("10.244.0.1");
    assertThat(ips(subsets.getFirst().notReadyAddresses())).containsExactly("10.244.0.2");
    assertThat(subsets.getFirst().ports()).extracting(EndpointSlice.Port::port).contains(8080);
  }

  @Test
  void a_pod_without_a_port_of_the_service_is_not_listed_unless_the_service_has_none() {
    var other = pod(1, "", "True", "metrics");

    assertThat(wanted(WEB, other).subsets()).isEmpty();
    assertThat(wanted(service("None", ""), other).subsets())
        .singleElement()
        .satisfies(subset -> {
          assertThat(ips(subset.addresses())).containsExactly("10.244.0.1");
          assertThat(subset.ports()).isEmpty();
        });
  }

  @Test
  void labels_are_those_of_the_service_and_name_the_manager() {
    assertThat(wanted(WEB).metadata().labels())
        .isEqualTo(
            Map.of("team", "a", "endpoints.kubernetes.io/managed-by", "endpoint-controller"));
    assertThat(wanted(service("None", "")).metadata().labels())
        .containsEntry("service.kubernetes.io/headless", "");
  }

  @Test
  void endpoints_that_are_right_already_stay_as_they_are() {
    var pod = pod(1, "", "True", "http");
    var first = wanted(WEB, pod);
    var before =
        new Endpoints(first.metadata().withAnnotations(Map.of("note", "x")), first.subsets());

    assertThat(EndpointsPlan.wanted(WEB, List.of(pod), Optional.of(before))).isEqualTo(before);
  }
}
