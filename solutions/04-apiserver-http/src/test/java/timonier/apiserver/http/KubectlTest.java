package timonier.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import timonier.apiserver.http.LiveServer.Run;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.PodsPart;

/// The real kubectl against a server that nobody else uses: no controllers, no nodes.
@Tag("real")
@Needs(Need.KUBECTL)
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {

  @TempDir Path folder = Path.of("");

  private final LiveServer server = new LiveServer(List.of(PodsPart.part(), ApiServerPart.part()));
  private Path kubeconfig = Path.of("");

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    kubeconfig = server.kubeconfig(home);
  }

  @AfterAll
  void close() {
    server.close();
  }

  private String ok(String... arguments) throws Exception {
    var run = LiveServer.kubectl(kubeconfig, arguments);
    assertThat(run.exit()).as(run.out()).isZero();
    return run.out();
  }

  private Run fails(String... arguments) throws Exception {
    var run = LiveServer.kubectl(kubeconfig, arguments);
    assertThat(run.exit()).as(run.out()).isNotZero();
    return run;
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void kubectl_knows_the_server_and_its_resources() throws Exception {
    assertThat(ok("version")).contains("Server Version: v1.36.");
    assertThat(ok("api-versions")).contains("apps/v1", "v1");
    assertThat(ok("api-resources")).contains("pods", "deployments", "po", "deploy");
    assertThat(ok("get", "--raw", "/readyz")).isEqualTo("ok");
  }

  @Test
  void kubectl_explains_fields() throws Exception {
    assertThat(ok("explain", "pod.spec.containers")).contains("image", "<string>");
    assertThat(ok("explain", "deployment.spec.replicas")).contains("integer");
  }

  @Test
  void kubectl_creates_shows_changes_and_deletes_a_config_map() throws Exception {
    ok("create", "configmap", "one", "--from-literal=a=b");
    assertThat(ok("get", "configmap", "one")).contains("NAME").contains("DATA").contains("one");
    assertThat(ok("get", "cm", "one", "-o", "jsonpath={.data.a}")).isEqualTo("b");
    ok("label", "cm", "one", "x=y");
    ok("annotate", "cm", "one", "note=hi");
    ok(
        "patch",
        "cm",
        "one",
        "--type=json",
        "-p",
        "[{\"op\":\"add\",\"path\":\"/data/c\",\"value\":\"d\"}]");
    assertThat(ok("describe", "cm", "one")).contains("note: hi").contains("x=y");
    assertThat(fails("create", "configmap", "one").out()).contains("already exists");
    ok("delete", "cm", "one");
    assertThat(fails("get", "cm", "one").out()).contains("Error from server (NotFound)");
  }

  @Test
  void kubectl_applies_twice_and_shows_the_difference() throws Exception {
    var file =
        file(
            "cm.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: two\ndata:\n  a: '1'\n");
    assertThat(ok("apply", "-f", file.toString())).contains("configmap/two created");
    assertThat(ok("apply", "-f", file.toString())).contains("configmap/two unchanged");
    file("cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: two\ndata:\n  a: '2'\n");
    assertThat(fails("diff", "-f", file.toString()).out()).contains("+  a: \"2\"");
    assertThat(ok("apply", "-f", file.toString(), "--dry-run=server"))
        .contains("configured (server dry run)");
    assertThat(ok("apply", "-f", file.toString())).contains("configmap/two configured");
    assertThat(ok("get", "cm", "two", "-o", "jsonpath={.data.a}")).isEqualTo("2");
    assertThat(ok("replace", "-f", file.toString())).contains("replaced");
  }

  @Test
  void kubectl_reports_an_unknown_field() throws Exception {
    var file =
        file(
            "bad.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\ndat:\n  a: '1'\n");
    assertThat(fails("apply", "-f", file.toString()).out()).contains("unknown field \"dat\"");
  }

  @Test
  void kubectl_creates_and_changes_a_deployment() throws Exception {
    ok("create", "deployment", "web", "--image=nginx:1", "--replicas=2");
    assertThat(ok("get", "deployments")).contains("web").contains("0/2");
    ok("scale", "deployment", "web", "--replicas=5");
    assertThat(ok("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}")).isEqualTo("5");
    ok("set", "image", "deployment/web", "nginx=nginx:2");
    ok("set", "env", "deployment/web", "A=B");
    assertThat(
            ok("get", "deploy", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"))
        .isEqualTo("nginx:2");
    ok("rollout", "pause", "deployment/web");
    ok("rollout", "resume", "deployment/web");
    ok("rollout", "restart", "deployment/web");
    assertThat(ok("get", "all")).contains("deployment.apps/web");
    assertThat(ok("describe", "deployment", "web")).contains("nginx:2");
    ok("delete", "deployment", "web");
  }

  @Test
  void kubectl_runs_and_deletes_a_pod() throws Exception {
    ok("run", "one", "--image=nginx", "--restart=Never");
    assertThat(ok("get", "pods", "-o", "wide"))
        .contains("one")
        .contains("Pending")
        .contains("NODE");
    assertThat(ok("get", "pods", "-A", "--show-labels")).contains("run=one");
    assertThat(ok("describe", "pod", "one")).contains("Image:").contains("nginx");
    assertThat(fails("logs", "one").out()).contains("waiting to start");
    assertThat(ok("wait", "--for=jsonpath={.status.phase}=Pending", "pod/one"))
        .contains("condition met");
    assertThat(ok("delete", "pod", "one", "--timeout=20s")).contains("deleted");
  }

  @Test
  void kubectl_creates_a_namespace_and_works_in_it() throws Exception {
    ok("create", "namespace", "blue");
    ok("create", "secret", "generic", "s", "--from-literal=a=b", "-n", "blue");
    ok("create", "serviceaccount", "sa", "-n", "blue");
    assertThat(ok("get", "secrets", "-n", "blue")).contains("Opaque");
    assertThat(ok("get", "ns")).contains("blue").contains("Active");
    assertThat(fails("create", "configmap", "x", "-n", "nowhere").out())
        .contains("namespaces \"nowhere\" not found");
  }

  @Test
  void kubectl_cordons_taints_and_drains_a_node() throws Exception {
    var file = file("node.yaml", "apiVersion: v1\nkind: Node\nmetadata:\n  name: n1\n");
    ok("create", "-f", file.toString());
    ok("cordon", "n1");
    assertThat(ok("get", "nodes")).contains("SchedulingDisabled");
    ok("uncordon", "n1");
    ok("taint", "node", "n1", "k=v:NoSchedule");
    ok("taint", "node", "n1", "k-");
    assertThat(ok("drain", "n1", "--ignore-daemonsets", "--force", "--timeout=20s"))
        .contains("drained");
    assertThat(ok("describe", "node", "n1")).contains("Unschedulable:");
  }

  @Test
  void kubectl_pages_and_selects() throws Exception {
    for (var name : List.of("p1", "p2", "p3")) {
      ok("create", "configmap", name, "-n", "kube-public");
    }
    ok("label", "cm", "p2", "app=web", "-n", "kube-public");
    assertThat(ok("get", "cm", "-n", "kube-public", "--chunk-size=1", "-o", "name").lines())
        .hasSize(3);
    assertThat(ok("get", "cm", "-n", "kube-public", "-l", "app=web", "-o", "name").strip())
        .isEqualTo("configmap/p2");
    assertThat(ok("get", "cm", "-n", "kube-public", "--sort-by=.metadata.name")).contains("p1");
  }
}
