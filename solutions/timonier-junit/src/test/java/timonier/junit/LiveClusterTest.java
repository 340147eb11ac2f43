package timonier.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.assembly.EmbeddedCluster.Foundation;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

class LiveClusterTest {

  private final Foundation foundation = Foundation.make();

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> thread.getThreadGroup() != null)
        .filter(thread -> !thread.getThreadGroup().getName().equals("InnocuousThreadGroup"))
        .collect(Collectors.toSet());
  }

  @Test
  void nothing_is_left_of_a_cluster() throws Exception {
    EmbeddedLiveCluster.start(Of.nodes(1), foundation).close();
    var before = threads();

    var cluster = EmbeddedLiveCluster.start(Of.nodes(3), foundation);
    var folder = cluster.kubeconfig().getParent();
    assertThat(folder).isDirectoryContaining("glob:**kubeconfig");
    var port = cluster.server().getPort();
    cluster.close();

    assertThat(folder).doesNotExist();
    assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
        .isInstanceOf(ConnectException.class);
    var left = threads();
    left.removeAll(before);
    for (var thread : left) {
      assertThat(thread.join(Duration.ofSeconds(10))).as("%s ends", thread.getName()).isTrue();
    }
  }

  @Test
  void what_is_no_object_is_refused() throws Exception {
    try (var cluster = EmbeddedLiveCluster.start(Of.nodes(0), foundation)) {
      assertThatThrownBy(() -> cluster.create("{apiVersion: v1, kind: Fish}"))
          .hasMessage("no kind \"Fish\" in version \"v1\"");
    }
  }

  @Test
  @Tag("real")
  @TimonierCluster(containers = Containers.PROCESS)
  @Needs(Need.KUBECTL)
  void kubectl_runs_a_process(LiveCluster cluster) throws Exception {
    assertThat(kubectl(cluster.kubeconfig(), "run", "web", "--image=timonier/web"))
        .contains("pod/web created");
    kubectl(cluster.kubeconfig(), "wait", "--for=condition=Ready", "pod/web", "--timeout=60s");
    assertThat(kubectl(cluster.kubeconfig(), "get", "pod", "web")).contains("Running");
  }

  private static String kubectl(Path kubeconfig, String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(java.util.List.of("kubectl"));
    command.addAll(java.util.List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("HOME", kubeconfig.resolveSibling("home").toString());
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /// An annotation like a test's.
  private record Of(int nodes, Containers containers, boolean shared, long seed)
      implements TimonierCluster {

    static TimonierCluster nodes(int nodes) {
      return new Of(nodes, Containers.SIMULATED, false, 1);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return TimonierCluster.class;
    }
  }
}
