package timonier.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A cluster of one node, started and stopped as a user would.
final class LiveCluster {

  private final Path launcher = Path.of(System.getProperty("timonier.root")).resolve("timonier");
  private final Path data;

  LiveCluster() throws IOException, InterruptedException {
    this.data = Files.createTempDirectory("timonier-clients");
    run("up", "--nodes", "1", "--runtime", "process", "--detach");
  }

  Path kubeconfig() {
    return data.resolve("kubeconfig");
  }

  /// The token of the administrator.
  String token() throws IOException {
    return Files.readString(data.resolve("admin.token")).strip();
  }

  String server() throws IOException {
    return stated("server");
  }

  /// The certificate that signed the server's, in PEM, in base 64.
  String certificateAuthority() throws IOException {
    return stated("certificate-authority-data");
  }

  private String stated(String field) throws IOException {
    for (var line : Files.readAllLines(kubeconfig())) {
      if (line.strip().startsWith(field + ":")) {
        return line.split(": ", 2)[1].strip().replace("\"", "");
      }
    }
    throw new AssertionError(field + " is not in " + kubeconfig());
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  void stop() throws IOException, InterruptedException {
    run("down");
    try (var files = Files.walk(data)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
