package timonier.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.store.MemoryStore;

/// What is asked of services and pods on a server without a way to nodes: requests for what could
/// be reached end with 501.
class ServicePortsTest {

  private static final String CORE = "/api/v1/namespaces/default/";

  private final Simulation simulation = new Simulation(1);
  private final ApiServer server =
      new ApiServer(
              simulation.loop("apiserver"),
              new MemoryStore(),
              new Schemas(),
              List.of(PodsPart.part(), ApiServerPart.part(), ProxyPart.part()),
              Optional.empty())
          .start();

  @AfterEach
  void close() {
    simulation.close();
  }

  @BeforeEach
  void make() {
    write("POST", "/api/v1/nodes", "{'metadata':{'name':'n1'}}");
    write(
        "POST",
        CORE + "services",
        "{'metadata':{'name':'web'},'spec':{'ports':[{'name':'http','port':80},"
            + "{'name':'admin','port':81}]}}");
    write("POST", CORE + "pods", pod("web-1", "n1"));
    write("POST", CORE + "pods", pod("pending", ""));
    write(
        "PATCH",
        CORE + "pods/web-1/status",
        "{'status':{'podIP':'10.1.0.7','podIPs':[{'ip':'10.1.0.7'}]}}");
  }

  private static String pod(String name, String node) {
    return """
    {'metadata':{'name':'%s'},
     'spec':{'nodeName':'%s','containers':[{'name':'c','image':'x'}]}}
    """
        .formatted(name, node);
  }

  private void endpoints(String subsets) {
    write("POST", CORE + "endpoints", "{'metadata':{'name':'web'},'subsets':" + subsets + "}");
  }

  private void write(String method, String path, String document) {
    var type = method.equals("POST") ? "application/json" : "application/merge-patch+json";
    var body = document.replace('\'', '"');
    var answer = server.call(ApiRequest.of(method, path, Map.of(), type, body, User.admin()));
    assertThat(answer.code()).as(text(answer)).isBetween(200, 201);
  }

  private static String text(ApiResponse answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /// The status code, and the message of a refusal.
  private String ask(String name) {
    var answer = server.call(ApiRequest.of("GET", CORE + name + "/proxy/x", User.admin()));
    return answer.code() + " " + answer.json().at("/message").tree().asText();
  }

  @Test
  void a_service_is_asked_through_a_pod_that_is_ready() {
    endpoints(
        """
        [{'addresses':[{'ip':'10.1.0.7','targetRef':{'kind':'Pod','namespace':'default',
                        'name':'web-1'}}],
          'notReadyAddresses':[{'ip':'10.1.0.8'}],
          'ports':[{'name':'http','port':8080}]}]
        """);

    assertThat(ask("services/web:http")).isEqualTo("501 this server cannot reach nodes");
    assertThat(ask("services/web:80")).isEqualTo("501 this server cannot reach nodes");
    assertThat(ask("services/https:web:80")).isEqualTo("501 this server cannot reach nodes");
    assertThat(ask("services/web:admin"))
        .isEqualTo("503 no endpoints available for service \"web:admin\"");
    assertThat(ask("services/web")).isEqualTo("503 no endpoints available for service \"web\"");
    assertThat(ask("services/web:82"))
        .isEqualTo("503 no service port 82 found for service \"web\"");
    assertThat(ask("services/nope:80")).isEqualTo("404 services \"nope\" not found");
  }

  @Test
  void a_service_without_a_ready_pod_is_503() {
    endpoints("[{'notReadyAddresses':[{'ip':'10.1.0.7'}],'ports':[{'name':'http','port':80}]}]");

    assertThat(ask("services/web:http"))
        .isEqualTo("503 no endpoints available for service \"web:http\"");
  }

  @Test
  void an_address_that_is_no_pods_own_is_not_asked() {
    var reference = "'targetRef':{'kind':'Pod','namespace':'default','name':'web-1'}";
    endpoints(
        """
        [{'addresses':[{'ip':'10.9.9.9'},{'ip':'10.9.9.8',%s}],
          'ports':[{'name':'http','port':80}]}]
        """
            .formatted(reference));

    assertThat(ask("services/web:http"))
        .isEqualTo("503 no endpoints available for service \"web:http\"");
  }

  @Test
  void a_pod_is_asked_where_it_has_an_address() {
    assertThat(ask("pods/web-1")).isEqualTo("501 this server cannot reach nodes");
    assertThat(ask("pods/http:web-1:8080")).isEqualTo("501 this server cannot reach nodes");
    assertThat(ask("pods/pending")).isEqualTo("400 address not allowed");
    assertThat(ask("pods/web-1:http")).isEqualTo("400 invalid port \"http\"");
    assertThat(ask("pods/ftp:web-1:21")).isEqualTo("400 invalid pod request \"ftp:web-1:21\"");
    assertThat(ask("pods/nope")).isEqualTo("404 pods \"nope\" not found");
  }

  @Test
  void reading_asks_for_get_and_writing_for_more() {
    var node = User.node("n1");
    for (var method : List.of("GET", "POST", "DELETE")) {
      var refused =
          server.call(ApiRequest.of(method, CORE + "pods/web-1/proxy/x", User.anonymous()));
      var verb = Map.of("GET", "get", "POST", "create", "DELETE", "delete").get(method);
      assertThat(refused.code()).isEqualTo(403);
      assertThat(text(refused)).contains("cannot " + verb + " resource \\\"pods/proxy\\\"");
      assertThat(server.call(ApiRequest.of(method, CORE + "pods/web-1/proxy/x", node)).code())
          .isEqualTo(403);
    }
  }
}
