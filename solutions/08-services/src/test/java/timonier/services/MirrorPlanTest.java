package timonier.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectMeta;
import timonier.services.EndpointSlice.Endpoint;

class MirrorPlanTest {

  private static final String PORT = "'ports': [{'protocol': 'TCP', 'port': 9999}]";
  private static final String ONE = "{'addresses': [{'ip': '10.1.2.3'}], " + PORT + "}";

  private static <T> T read(String json, Class<T> type) {
    try {
      return JsonFormat.mapper().readValue(json.replace('\'', '"'), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Service service(String selector) {
    return read(
        """
        {'metadata': {'name': 'db', 'namespace': 'default'},
         'spec': {'type': 'ClusterIP', 'clusterIP': '10.96.0.20', 'selector': {%s},
          'ports': [{'protocol': 'TCP', 'port': 80}]}}
        """
            .formatted(selector),
        Service.class);
  }

  private static Endpoints endpoints(String metadata, String subsets) {
    return read(
        """
        {'metadata': {'name': 'db', 'namespace': 'default', 'uid': 'uid' %s}, 'subsets': [%s]}
        """
            .formatted(metadata, subsets),
        Endpoints.class);
  }

  private static List<EndpointSlice> copies(Endpoints endpoints) {
    return MirrorPlan.actions(Optional.of(service("")), Optional.of(endpoints), List.of()).stream()
        .map(action -> ((SliceAction.Create) action).slice())
        .toList();
  }

  private static List<SliceAction> again(Endpoints endpoints, List<EndpointSlice> slices) {
    return MirrorPlan.actions(Optional.of(service("")), Optional.of(endpoints), slices);
  }

  private static Map<String, Boolean> readiness(EndpointSlice slice) {
    return slice.endpoints().stream()
        .collect(Collectors.toMap(e -> e.addresses().getFirst(), e -> e.conditions().isReady()));
  }

  @Test
  void each_address_is_copied_with_its_readiness() {
    var subset =
        "{'addresses': [{'ip': '10.1.2.3', 'hostname': 'a'}], 'notReadyAddresses': [{'ip':"
            + " '10.1.2.4'}, {'ip': '10.1.2.3'}], "
            + PORT
            + "}";
    var copy = copies(endpoints("", subset)).getFirst();
    assertThat(readiness(copy)).isEqualTo(Map.of("10.1.2.3", true, "10.1.2.4", false));
    assertThat(copy.endpoints()).extracting(Endpoint::hostname).containsExactly("a", "");
    assertThat(copy.ports()).extracting(EndpointSlice.Port::port).containsExactly(9999);
  }

  @Test
  void a_copy_names_its_service_and_carries_the_labels_and_annotations_of_the_original() {
    var metadata =
        ", 'labels': {'team': 'a'}, 'annotations': {'note': 'b',"
            + " 'endpoints.kubernetes.io/last-change-trigger-time': 'c',"
            + " 'kubectl.kubernetes.io/last-applied-configuration': 'd'}";
    var copy = copies(endpoints(metadata, ONE)).getFirst().metadata();
    assertThat(copy.labels())
        .containsEntry("team", "a")
        .containsEntry("kubernetes.io/service-name", "db")
        .containsEntry(
            "endpointslice.kubernetes.io/managed-by", "endpointslicemirroring-controller.k8s.io");
    assertThat(copy.annotations()).isEqualTo(Map.of("note", "b"));
    assertThat(copy.controller().orElseThrow().kind()).isEqualTo("Endpoints");
  }

  @Test
  void addresses_of_two_families_or_with_other_ports_are_in_separate_slices() {
    var other = ONE.replace("9999", "1234").replace("10.1.2.3", "fd00::1");
    var both = ONE.replace("[{'ip': '10.1.2.3'}]", "[{'ip': '10.1.2.3'}, {'ip': 'fd00::2'}]");
    assertThat(copies(endpoints("", both + ", " + other)))
        .extracting(EndpointSlice::addressType)
        .containsExactly("IPv4", "IPv6", "IPv6");
  }

  @Test
  void a_copy_follows_its_original_and_otherwise_stays_as_it_is() {
    var before = endpoints(", 'labels': {'team': 'a'}", ONE);
    var copies = copies(before);
    assertThat(again(before, copies)).isEmpty();

    var moved = endpoints("", ONE.replace("10.1.2.3", "10.1.2.4"));
    var update = (SliceAction.Update) again(moved, copies).getFirst();
    assertThat(readiness(update.after())).containsOnlyKeys("10.1.2.4");
    assertThat(update.after().metadata().labels()).doesNotContainKey("team");
    var elsewhere = endpoints("", ONE.replace("9999", "1234"));
    assertThat(again(elsewhere, copies))
        .hasSize(2)
        .contains(new SliceAction.Delete(copies.getFirst()));
  }

  @Test
  void only_handwritten_endpoints_of_a_service_are_copied() {
    var hand = endpoints("", ONE);
    var gone = List.<SliceAction>of(new SliceAction.Delete(copies(hand).getFirst()));
    var slices = copies(hand);
    assertThat(MirrorPlan.actions(Optional.empty(), Optional.of(hand), slices)).isEqualTo(gone);
    assertThat(MirrorPlan.actions(Optional.of(service("")), Optional.empty(), slices))
        .isEqualTo(gone);
    assertThat(MirrorPlan.actions(Optional.of(service("'app': 'db'")), Optional.of(hand), slices))
        .isEqualTo(gone);
    for (var metadata :
        List.of(
            ", 'labels': {'endpointslice.kubernetes.io/skip-mirror': 'true'}",
            ", 'annotations': {'control-plane.alpha.kubernetes.io/leader': '{}'}",
            ", 'deletionTimestamp': '2026-01-01T00:00:00Z'")) {
      assertThat(again(endpoints(metadata, ONE), slices)).as(metadata).isEqualTo(gone);
    }
  }

  @Test
  void endpoints_of_the_controller_are_copied_once_the_service_has_no_selector() {
    var left =
        endpoints(", 'labels': {'endpoints.kubernetes.io/managed-by': 'endpoint-controller'}", ONE);
    assertThat(copies(left)).hasSize(1);
    assertThat(
            MirrorPlan.actions(Optional.of(service("'app': 'db'")), Optional.of(left), List.of()))
        .isEmpty();
  }

  @Test
  void a_second_copy_of_the_same_is_deleted() {
    var one = copies(endpoints("", ONE)).getFirst();
    var labels = one.metadata().labels();
    var metadata = ObjectMeta.of("default", "other").withLabels(labels);
    var other = new EndpointSlice(metadata, one.addressType(), one.endpoints(), one.ports());
    assertThat(again(endpoints("", ONE), List.of(one, other)))
        .containsExactly(new SliceAction.Delete(other));
  }

  @Test
  void a_slice_holds_as_many_addresses_as_the_server_accepts_and_the_surplus_is_counted() {
    var addresses =
        IntStream.range(0, 1002)
            .mapToObj(i -> "{'ip': '10.1.%d.%d'}".formatted(i / 250, i % 250))
            .collect(Collectors.joining(", "));
    var many = endpoints("", "{'addresses': [" + addresses + "], " + PORT + "}");
    assertThat(copies(many).getFirst().endpoints()).hasSize(1000);
    assertThat(MirrorPlan.surplus(many)).isEqualTo(2);
  }
}
