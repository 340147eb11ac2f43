package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.scheduler.Plugins.node;
import static timonier.scheduler.Plugins.pod;
import static timonier.scheduler.Plugins.refusals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePortsTest {

  private static final List<String> REFUSALS =
      List.of("node(s) didn't have free ports for the requested pod ports");

  private final Filter filter = new NodePorts();

  private static String port(String ip, String protocol, int port) {
    return "'ports': [{'containerPort': 80, 'hostPort': %d, 'protocol': '%s', 'hostIP': '%s'}]"
        .formatted(port, protocol, ip);
  }

  @ParameterizedTest
  @CsvSource({
    "'',        TCP, 8080, true",
    "'',        UDP, 8080, false",
    "'',        TCP, 8081, false",
    "0.0.0.0,   TCP, 8080, true",
    "127.0.0.1, TCP, 8080, true",
  })
  void a_port_in_use_at_all_addresses_is_in_use_at_each(
      String ip, String protocol, int port, boolean isTaken) {
    var node = node("n", "", "");
    node.add(pod("there", "", port("", "TCP", 8080)));

    assertThat(refusals(filter, pod("p", "", port(ip, protocol, port)), node))
        .isEqualTo(isTaken ? REFUSALS : List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, TCP, true",
    "127.0.0.1, UDP, false",
    "127.0.0.2, TCP, false",
    "'',        TCP, true",
    "0.0.0.0,   TCP, true",
  })
  void a_port_in_use_at_one_address_is_free_at_others_but_not_at_all_addresses(
      String ip, String protocol, boolean isTaken) {
    var node = node("n", "", "");
    node.add(pod("there", "", port("127.0.0.1", "TCP", 8080)));

    assertThat(refusals(filter, pod("p", "", port(ip, protocol, 8080)), node))
        .isEqualTo(isTaken ? REFUSALS : List.of());
  }

  @Test
  void a_port_is_free_again_when_its_pod_is_gone() {
    var node = node("n", "", "");
    var port = port("", "TCP", 8080);
    node.add(pod("there", "", port));
    node.remove("there");

    assertThat(refusals(filter, pod("p", "", port), node)).isEmpty();
  }

  @Test
  void a_port_of_the_container_alone_is_not_a_host_port() {
    var node = node("n", "", "");
    node.add(pod("there", "", port("", "TCP", 0)));

    assertThat(refusals(filter, pod("p", "", port("", "TCP", 0)), node)).isEmpty();
  }

  @Test
  void a_sidecar_takes_ports_and_an_init_container_that_ends_does_not() {
    var node = node("n", "", "");
    var port = port("", "TCP", 8080);
    node.add(pod("there", "", port));
    var init = "'initContainers': [{'name': 'i', 'restartPolicy': '%s', " + port + "}]";

    assertThat(refusals(filter, pod("p", init.formatted("Always"), ""), node)).isEqualTo(REFUSALS);
    assertThat(refusals(filter, pod("p", init.formatted(""), ""), node)).isEmpty();
  }
}
