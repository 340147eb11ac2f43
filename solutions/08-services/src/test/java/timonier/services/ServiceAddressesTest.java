package timonier.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.pods.objects.JsonFormat;
import timonier.store.MemoryStore;

class ServiceAddressesTest {

  private static final String SERVICES = "/api/v1/namespaces/default/services";
  private static final String JSON = "application/json";
  private static final String MERGE = "application/merge-patch+json";

  private static final Schemas SCHEMAS = new Schemas();

  private final ApiServer server =
      new ApiServer(
              new Simulation(1).loop("apiserver"),
              new MemoryStore(),
              SCHEMAS,
              List.of(
                  PodsPart.part(),
                  ApiServerPart.part(),
                  ServicesPart.part("10.96.0.0/16", ServiceAddressesTest::noListeners)),
              Optional.empty())
          .start();

  private static Listeners noListeners() {
    throw new IllegalStateException("nothing runs but the server");
  }

  @BeforeEach
  void default_namespace() {
    call("POST", "/api/v1/namespaces", JSON, "{'metadata':{'name':'default'}}");
  }

  /// Returns the server's answer; single quotes stand for double ones.
  private JsonNode call(String method, String path, String type, String json) {
    var body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var request = ApiRequest.at(method, path, User.admin()).withBody(type, body);
    return JsonFormat.parse(server.call(request).body());
  }

  private JsonNode create(String name, String spec) {
    var json = "{'metadata':{'name':'%s'},'spec':{%s}}".formatted(name, spec);
    return call("POST", SERVICES, JSON, json);
  }

  private JsonNode patch(String name, String spec) {
    return call("PATCH", SERVICES + "/" + name, MERGE, "{'spec':{%s}}".formatted(spec));
  }

  private static List<String> causes(JsonNode answer) {
    var causes = answer.at("/details/causes");
    return causes
        .valueStream()
        .map(cause -> cause.path("field").asText() + ": " + cause.path("message").asText())
        .toList();
  }

  @Test
  void a_node_port_that_is_given_up_is_free_at_once() {
    create("a", "'type':'NodePort','ports':[{'port':80,'nodePort':30211}]");
    assertThat(causes(create("b", "'type':'NodePort','ports':[{'port':80,'nodePort':30211}]")))
        .containsExactly(
            "spec.ports[0].nodePort: Invalid value: 30211: provided port is already allocated");

    patch("a", "'ports':[{'port':80,'nodePort':30212}]");
    assertThat(create("b", "'type':'NodePort','ports':[{'port':80,'nodePort':30211}]").has("spec"))
        .isTrue();

    assertThat(patch("a", "'type':'ClusterIP'").at("/spec/ports/0").has("nodePort")).isFalse();
    assertThat(create("c", "'type':'NodePort','ports':[{'port':80,'nodePort':30212}]").has("spec"))
        .isTrue();
  }

  @Test
  void a_refused_service_may_be_sent_again_with_its_port() {
    var ports = "'type':'NodePort','ports':[{'port':80,'nodePort':30211%s}]";

    assertThat(causes(create("a", ports.formatted(",'protocol':'x'")))).hasSize(1);
    assertThat(create("a", ports.formatted("")).has("spec")).isTrue();
  }

  @Test
  void the_claims_of_a_refused_service_are_free_at_once() {
    var ports =
        "'type':'NodePort','clusterIP':'10.96.7.7','ports':[{'port':80,'nodePort':30211%s}]";

    assertThat(causes(create("a", ports.formatted(",'protocol':'x'")))).hasSize(1);
    assertThat(create("b", ports.formatted("")).has("spec")).isTrue();
    assertThat(
            causes(
                patch("b", "'externalTrafficPolicy':'x','ports':[{'port':80,'nodePort':30299}]")))
        .isNotEmpty();
    assertThat(create("c", "'type':'NodePort','ports':[{'port':80,'nodePort':30299}]").has("spec"))
        .isTrue();
    assertThat(causes(create("d", "'type':'NodePort','ports':[{'port':80,'nodePort':30211}]")))
        .as("the claims of a stored service stay")
        .hasSize(1);
  }

  @Test
  void tcp_and_udp_with_the_same_number_share_a_node_port() {
    var dns =
        create(
            "dns",
            "'type':'NodePort','ports':[{'name':'t','port':53},"
                + "{'name':'u','port':53,'protocol':'UDP'},{'name':'w','port':80}]");
    var first = dns.at("/spec/ports/0/nodePort");

    assertThat(dns.at("/spec/ports/1/nodePort")).isEqualTo(first);
    assertThat(dns.at("/spec/ports/2/nodePort")).isNotEqualTo(first);
  }

  @Test
  void one_node_port_is_not_for_two_ports_of_a_protocol() {
    var twice =
        "'type':'NodePort','ports':[{'name':'a','port':80,'nodePort':30221},"
            + "{'name':'b','port':81,'nodePort':30221}]";

    assertThat(causes(create("a", twice)))
        .containsExactly("spec.ports[1].nodePort: Duplicate value: 30221");
  }

  @Test
  void values_that_the_server_chose_stay_when_a_change_omits_them() {
    var before = create("a", "'type':'NodePort','ports':[{'port':80}]").path("spec");
    var after = patch("a", "'clusterIP':null,'clusterIPs':null,'ports':[{'port':81}]").path("spec");

    assertThat(after.path("clusterIP")).isEqualTo(before.path("clusterIP"));
    assertThat(after.path("clusterIPs")).isEqualTo(before.path("clusterIPs"));
    assertThat(after.at("/ports/0/nodePort")).isEqualTo(before.at("/ports/0/nodePort"));
  }

  @Test
  void an_address_never_changes() {
    create("a", "'clusterIP':'10.96.0.7','ports':[{'port':80}]");

    assertThat(causes(patch("a", "'clusterIP':'10.96.0.8'")))
        .containsExactly(
            "spec.clusterIPs[0]: Invalid value: \"10.96.0.8\": may not change once set");
  }

  @Test
  void a_service_becomes_an_external_name_and_comes_back() {
    create("a", "'clusterIP':'10.96.0.7','ports':[{'port':80}]");
    var away = "'type':'ExternalName','externalName':'db.example.com'";
    var gone = patch("a", away + ",'clusterIP':'','clusterIPs':null").path("spec");

    assertThat(gone.has("clusterIP") || gone.has("clusterIPs") || gone.has("ipFamilies")).isFalse();
    assertThat(create("b", "'clusterIP':'10.96.0.7','ports':[{'port':80}]").has("spec")).isTrue();
    assertThat(patch("a", "'type':'ClusterIP','externalName':null").at("/spec/clusterIP").asText())
        .startsWith("10.96.");
    assertThat(patch("a", away).at("/spec").has("clusterIP")).isFalse();
  }

  @Test
  void values_that_a_new_type_does_not_use_are_dropped() {
    var balanced =
        create(
            "a",
            "'type':'LoadBalancer','externalTrafficPolicy':'Local','loadBalancerClass':'e.com/x',"
                + "'ports':[{'port':80}]");
    assertThat(balanced.at("/spec/healthCheckNodePort").asInt()).isBetween(30000, 32767);
    assertThat(balanced.at("/spec/allocateLoadBalancerNodePorts").asBoolean()).isTrue();

    var plain = patch("a", "'type':'ClusterIP'").path("spec");
    for (var field :
        List.of(
            "healthCheckNodePort",
            "allocateLoadBalancerNodePorts",
            "loadBalancerClass",
            "externalTrafficPolicy")) {
      assertThat(plain.has(field)).as(field).isFalse();
    }
  }

  @Test
  void a_load_balancer_may_do_without_node_ports() {
    var service =
        create(
            "a",
            "'type':'LoadBalancer','allocateLoadBalancerNodePorts':false,'ports':[{'port':80}]");

    assertThat(service.at("/spec/ports/0").has("nodePort")).isFalse();
  }

  @Test
  void a_cluster_of_one_family_has_no_services_of_two() {
    var ports = "'ports':[{'port':80}]";
    assertThat(causes(create("a", "'ipFamilyPolicy':'RequireDualStack'," + ports)))
        .containsExactly(
            "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not"
                + " configured for dual-stack services");
    assertThat(causes(create("a", "'ipFamilies':['IPv6']," + ports))).hasSize(1);

    var listed = create("a", "'clusterIP':'None'," + ports).path("spec");
    assertThat(listed.path("ipFamilies")).hasSize(2);
    assertThat(create("b", "'selector':{'a':'b'}," + ports).at("/spec/ipFamilies")).hasSize(1);
  }

  @Test
  void a_node_port_is_in_the_range() {
    assertThat(causes(create("a", "'type':'NodePort','ports':[{'port':80,'nodePort':80}]")))
        .containsExactly(
            "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range."
                + " The range of valid ports is 30000-32767");
    assertThat(IntNode.valueOf(30000))
        .isEqualTo(
            create("a", "'type':'NodePort','ports':[{'port':80,'nodePort':30000}]")
                .at("/spec/ports/0/nodePort"));
  }
}
