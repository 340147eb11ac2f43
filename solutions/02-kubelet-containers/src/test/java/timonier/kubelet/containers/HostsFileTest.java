package timonier.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;

class HostsFileTest {

  private static Pod pod(String name, String spec) {
    var json =
        """
        {'metadata': {'name': '%s', 'namespace': 'shop', 'uid': 'uid'},
         'spec': {'containers': [{'name': 'main', 'image': 'web'}] %s}}
        """
            .formatted(name, spec)
            .replace('\'', '"');
    return JsonFormat.read(json.getBytes(StandardCharsets.UTF_8), Pod.class);
  }

  private static final String ALIASES =
      """
      , 'hostAliases': [{'ip': '10.1.2.3', 'hostnames': ['foo', 'foo.local']},
                        {'ip': '::2', 'hostnames': ['bar']}]
      """;

  @Test
  void a_pod_finds_itself_and_localhost() {
    assertThat(HostsFile.of(pod("web", ""), "10.132.1.2"))
        .startsWith("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ")
        .endsWith("ip6-allrouters\n10.132.1.2\tweb\n");
  }

  @Test
  void a_pod_with_a_subdomain_finds_its_full_name_first() {
    assertThat(HostsFile.of(pod("db-0", ", 'hostname': 'first', 'subdomain': 'db'"), "10.1.1.1"))
        .endsWith("\n10.1.1.1\tfirst.db.shop.svc.cluster.local\tfirst\n");
  }

  @Test
  void names_that_were_added_come_last_a_line_for_each_address() {
    assertThat(HostsFile.of(pod("web", ALIASES), "10.132.1.2"))
        .endsWith(
            "\n10.132.1.2\tweb\n\n# Entries added by HostAliases.\n"
                + "10.1.2.3\tfoo\tfoo.local\n::2\tbar\n");
  }

  @Test
  void a_pod_on_the_nodes_network_has_the_nodes_names_and_its_own() {
    assertThat(HostsFile.ofNode(pod("web", ALIASES), "127.0.0.1 localhost machine\n"))
        .isEqualTo(
            "# Kubernetes-managed hosts file (host network).\n127.0.0.1 localhost machine\n"
                + "\n# Entries added by HostAliases.\n10.1.2.3\tfoo\tfoo.local\n::2\tbar\n");
  }

  @Test
  void a_hostname_is_cut_to_what_a_name_may_have() {
    var longest = "a".repeat(63);
    assertThat(HostsFile.hostname(pod(longest, ""))).isEqualTo(longest);
    assertThat(HostsFile.hostname(pod(longest + "b", ""))).isEqualTo(longest);
    assertThat(HostsFile.hostname(pod("a".repeat(60) + ".-.bcd", ""))).isEqualTo("a".repeat(60));
    assertThat(HostsFile.hostname(pod(longest + "b", ", 'hostname': 'short'"))).isEqualTo("short");
  }
}
