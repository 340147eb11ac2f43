package timonier.kit.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Something of the machine that a test may ask for.
public enum Need {
  ROOT("root on Linux", "run it as root on Linux, in a machine or container of your own"),
  DOCKER("a Docker Engine that answers", "apt-get install docker.io, then start dockerd"),
  KUBECTL("kubectl", "see https://kubernetes.io/docs/tasks/tools", "kubectl"),
  KUBECTL_RELEASES(
      "kubectl 1.32, and 1.20 in target/kubectl-1.20",
      "see https://kubernetes.io/releases/download; .ci/run fetches 1.20 from Debian's packages"),
  KUBECTL_NEWEST(
      "kubectl 1.36 or newer in target/kubectl-newest",
      "see https://kubernetes.io/releases/download; .ci/run fetches it from Debian's packages"),
  BASH("bash", "apt-get install bash", "bash"),
  CURL("curl", "apt-get install curl", "curl"),
  IPROUTE("ip", "apt-get install iproute2", "ip"),
  NODE("node and npm", "apt-get install nodejs npm", "node", "npm"),
  PATRONI(
      "Patroni and PostgreSQL",
      "apt-get install patroni postgresql",
      "patroni",
      "psql",
      "pg_config"),
  PROCPS("ps and pgrep", "apt-get install procps", "ps", "pgrep"),
  PYTHON_CLIENT(
      "Python's kubernetes client for /usr/bin/python3", "apt-get install python3-kubernetes"),
  TERMINAL("script", "apt-get install bsdutils", "script"),
  UTIL_LINUX(
      "unshare, nsenter and setpriv",
      "apt-get install util-linux",
      "unshare",
      "nsenter",
      "setpriv");

  private final String title;
  private final String remedy;
  private final List<String> programs;

  Need(String title, String remedy, String... programs) {
    this.title = title;
    this.remedy = remedy;
    this.programs = List.of(programs);
  }

  /// Its name, as in "needs curl".
  public String title() {
    return title;
  }

  /// The line that adds it to a machine.
  public String remedy() {
    return remedy;
  }

  /// The reason to skip a test that needs it.
  String reason() {
    return "needs %s (%s)".formatted(title, remedy);
  }

  /// Whether a test was skipped because of it.
  boolean isReasonIn(String reasons) {
    return reasons.contains(reason());
  }

  /// Whether this machine has it.
  public boolean isMet() {
    return switch (this) {
      case ROOT -> isRoot();
      case DOCKER -> engineListens();
      case PYTHON_CLIENT -> hasPythonClient();
      case KUBECTL_NEWEST -> isExecutable("target/kubectl-newest/usr/bin/kubectl");
      case KUBECTL_RELEASES -> KUBECTL.isMet() && areKubectlReleasesThere();
      default -> programs.stream().allMatch(Need::isOnPath);
    };
  }

  private static boolean isRoot() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("user.name").equals("root");
  }

  private static boolean areKubectlReleasesThere() {
    return isExecutable("target/kubectl-1.20/usr/bin/kubectl")
        && output("kubectl", "version", "--client").contains("v1.32.");
  }

  /// Whether a file of the checkout can be run.
  private static boolean isExecutable(String file) {
    return Files.isExecutable(Path.of(System.getProperty("timonier.root", ""), file));
  }

  private static boolean hasPythonClient() {
    var python = "/usr/bin/python3";
    return Files.isExecutable(Path.of(python))
        && output(python, "-c", "import kubernetes; print('here')").contains("here");
  }

  private static String output(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static boolean engineListens() {
    var host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
    if (!host.startsWith("unix://")) {
      return true;
    }
    var socket = Path.of(host.substring("unix://".length()));
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException _) {
      return false;
    }
  }
}
