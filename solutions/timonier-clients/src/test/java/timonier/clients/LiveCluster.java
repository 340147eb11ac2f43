package timonier.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
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

  /// fabric8's client, with a token: it cannot read the key of an elliptic curve that a kubeconfig
  /// holds.
  KubernetesClient fabric8() throws IOException {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(stated("server"))
            .withCaCertData(stated("certificate-authority-data"))
            .withOauthToken(Files.readString(data.resolve("admin.token")).strip())
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /// The official client, with the kubeconfig.
  ApiClient official() throws IOException {
    try (var reader = Files.newBufferedReader(data.resolve("kubeconfig"))) {
      var client = ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build();
      return client.setReadTimeout(0);
    }
  }

  /// Ends what an official client holds open.
  static void close(ApiClient client) {
    client.getHttpClient().dispatcher().executorService().shutdownNow();
    client.getHttpClient().connectionPool().evictAll();
  }

  private String stated(String field) throws IOException {
    for (var line : Files.readAllLines(data.resolve("kubeconfig"))) {
      if (line.strip().startsWith(field + ":")) {
        return line.split(": ", 2)[1].strip().replace("\"", "");
      }
    }
    throw new AssertionError(field + " is not in the kubeconfig");
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
