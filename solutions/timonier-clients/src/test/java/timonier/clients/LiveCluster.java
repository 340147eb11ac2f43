package timonier.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A cluster of one node, started and stopped as a user would.
final class LiveCluster implements AutoCloseable {

  private final Path launcher = Path.of(System.getProperty("timonier.root")).resolve("timonier");
  private final Path data;

  private LiveCluster(Path data) {
    this.data = data;
  }

  /// Starts one, with a data folder of its own.
  static LiveCluster start() {
    try {
      var cluster = new LiveCluster(Files.createTempDirectory("timonier-clients"));
      cluster.run("up", "--nodes", "1", "--runtime", "process", "--detach");
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// fabric8's client, with the kubeconfig.
  KubernetesClient fabric8() throws IOException {
    var config = Config.fromKubeconfig(Files.readString(kubeconfig()));
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /// The kubeconfig of the cluster.
  Path kubeconfig() {
    return data.resolve("kubeconfig");
  }

  /// The official client, with the kubeconfig.
  ApiClient official() throws IOException {
    try (var reader = Files.newBufferedReader(kubeconfig())) {
      var client = ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build();
      return client.setReadTimeout(0);
    }
  }

  /// Closes what an official client holds open.
  static void close(ApiClient client) {
    client.getHttpClient().dispatcher().executorService().shutdownNow();
    client.getHttpClient().connectionPool().evictAll();
  }

  private void run(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(output).isZero();
  }

  @Override
  public void close() throws IOException {
    run("down");
    try (var files = Files.walk(data)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
