package timonier.kubelet.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.FileTree;
import timonier.kit.loop.LiveLoops;
import timonier.kubelet.Kubelet;
import timonier.kubelet.node.NodeUsage;
import timonier.kubelet.ports.EventSink;
import timonier.kubelet.ports.PodSource;
import timonier.kubelet.ports.PodStatusSink;
import timonier.kubelet.sources.LocalVolumes;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.pods.host.PodNetwork;
import timonier.pods.objects.JsonFormat;
import timonier.pods.process.ProcessRuntime;
import timonier.pods.process.Tools;
import timonier.pods.runtime.ContainerRuntime;

/// A kubelet with containers that are processes.
@Tag("real")
class LiveKubeletTest implements PodStatusSink, EventSink {

  private final LinkedBlockingQueue<PodStatus> told = new LinkedBlockingQueue<>();

  @Override
  public void status(Pod pod, PodStatus status) {
    told.add(status);
  }

  @Override
  public void deleted(Pod pod) {}

  @Override
  public void event(Pod pod, String container, Type type, String reason, String message) {}

  private interface Body {
    void run(ContainerRuntime runtime, EventLoop loop) throws Exception;
  }

  /// Runs a body while the kubelet works.
  private void with(Pod pod, Body body) throws Exception {
    var folder = Files.createTempDirectory("timonier-kubelet");
    try (var loops = new LiveLoops((name, bug) -> System.err.println(name + " failed: " + bug))) {
      var network = new PodNetwork.Loopback("127.99.2");
      var runtime =
          new ProcessRuntime(loops.loop("runtime"), folder.resolve("run"), network, tools());
      try (var kubelet = kubelet(loops.loop("kubelet"), runtime, folder, pod)) {
        kubelet.start();
        body.run(runtime, loops.loop("test"));
      } finally {
        runtime.removeAll();
        FileTree.remove(folder);
      }
    }
  }

  private static Tools tools() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Tools.of(java, LiveKubeletTest::folderOf);
  }

  private static Path folderOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private Kubelet kubelet(EventLoop loop, ProcessRuntime runtime, Path folder, Pod pod) {
    PodSource source =
        listener -> {
          listener.accept(List.of(pod));
          return () -> {};
        };
    var volumes = new LocalVolumes(folder.resolve("volumes"));
    var ports =
        new Kubelet.Ports(
            runtime, List.of(source), this, this, List.of(), List.of(volumes), volumes);
    return new Kubelet(loop, new Kubelet.Settings("node", "127.99.2.1"), ports);
  }

  /// Parses a pod written with `'` instead of `"`.
  private static Pod pod(String document) {
    var json = document.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return JsonFormat.read(JsonFormat.parse(json), Pod.class);
  }

  private PodStatus await(Predicate<PodStatus> wanted) throws InterruptedException {
    for (var next = next(); ; next = next()) {
      if (wanted.test(next)) {
        return next;
      }
    }
  }

  private PodStatus next() throws InterruptedException {
    return Optional.ofNullable(told.poll(20, TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("no status came for 20 s"));
  }

  @Test
  void a_process_leaves_its_last_words_and_its_sidecar_ends_after_it() throws Exception {
    var pod =
        pod(
            """
            {'metadata': {'name': 'job', 'namespace': 'default', 'uid': 'uid'},
             'spec': {'nodeName': 'node', 'restartPolicy': 'Never',
              'initContainers': [{'name': 'side', 'image': 'any', 'restartPolicy': 'Always',
                'command': ['sleep', '1000']}],
              'containers': [{'name': 'main', 'image': 'any',
                'terminationMessagePath': '/dev/termination-log',
                'command': ['sh', '-c', 'echo out of coffee > dev/termination-log; exit 3']}]}}
            """);
    with(
        pod,
        (_, _) -> {
          var end = await(status -> status.phase().equals("Failed"));
          var main = end.containerStatuses().getFirst().state().terminated().orElseThrow();
          var side = end.initContainerStatuses().getFirst().state().terminated().orElseThrow();
          assertThat(main.exitCode()).isEqualTo(3);
          assertThat(main.message()).isEqualTo("out of coffee\n");
          assertThat(side.finishedAt().orElseThrow())
              .isAfterOrEqualTo(main.finishedAt().orElseThrow());
        });
  }

  @Test
  void a_page_is_asked_for_by_tls() throws Exception {
    var pod =
        pod(
            """
            {'metadata': {'name': 'web', 'namespace': 'default', 'uid': 'uid'},
             'spec': {'nodeName': 'node', 'restartPolicy': 'Always',
              'terminationGracePeriodSeconds': 1,
              'containers': [{'name': 'main', 'image': 'any', 'command': ['sleep', '1000'],
                'readinessProbe': {'periodSeconds': 1,
                  'httpGet': {'path': '/', 'port': 8443, 'scheme': 'HTTPS'}}}]}}
            """);
    with(
        pod,
        (_, _) -> {
          var address = await(status -> !status.podIP().isEmpty()).podIP();
          var server = server(address);
          try {
            await(status -> status.containerStatuses().getFirst().ready());
          } finally {
            server.stop(0);
          }
          await(status -> !status.containerStatuses().getFirst().ready());
        });
  }

  @Test
  void the_usage_of_a_process_is_reported() throws Exception {
    var pod =
        pod(
            """
            {'metadata': {'name': 'busy', 'namespace': 'default', 'uid': 'uid'},
             'spec': {'nodeName': 'node', 'restartPolicy': 'Always',
              'terminationGracePeriodSeconds': 1,
              'containers': [{'name': 'main', 'image': 'any', 'command': ['sh', '-c',
                'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; touch done; sleep 1000'],
                'readinessProbe': {'periodSeconds': 1, 'exec': {'command': ['ls', 'done']}}}]}}
            """);
    with(
        pod,
        (runtime, loop) -> {
          await(status -> status.containerStatuses().getFirst().ready());
          var stats = new NodeStats("node", runtime, () -> new NodeUsage(8, 2, 90, 30), loop);
          var told = stats.summary().at("/pods/0");
          assertThat(told.at("/podRef/name").asText()).isEqualTo("busy");
          assertThat(told.at("/containers/0/cpu/usageCoreNanoSeconds").asLong()).isPositive();
          assertThat(told.at("/containers/0/memory/workingSetBytes").asLong())
              .isGreaterThan(100_000);
          assertThat(told.path("memory")).isEqualTo(told.at("/containers/0/memory"));
          assertThat(stats.metrics())
              .contains("kubelet_running_pods 1\n")
              .contains("kubelet_running_containers{container_state=\"running\"} 1\n");
          assertThat(stats.resources())
              .containsPattern(
                  "container_cpu_usage_seconds_total\\{container=\"main\",namespace=\"default\","
                      + "pod=\"busy\"} [0-9.]+\n");
        });
  }

  private static HttpsServer server(String address) throws Exception {
    var authority = CertificateAuthority.create("nobody knows it", Instant.now());
    var identity = authority.server("web", List.of(), Instant.now());
    var server = HttpsServer.create(new InetSocketAddress(address, 8443), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            Tls.context(Optional.of(identity), authority.identity().certificate())));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
