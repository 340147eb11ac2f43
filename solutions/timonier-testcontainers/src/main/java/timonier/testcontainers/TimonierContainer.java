package timonier.testcontainers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/// A whole cluster in one container, as `K3sContainer` is for k3s: server, components, nodes and
/// their containers.
///
/// ```java
/// try (var cluster = new TimonierContainer().withNodes(2)) {
///   cluster.start();
///   var config = Config.fromKubeconfig(cluster.getKubeConfigYaml());
///   ...
/// }
/// ```
///
/// Its image is made on this machine when it is first needed, see [ClusterImage]. When [#start]
/// returns, the server is ready and all nodes are. It needs no privileges.
public final class TimonierContainer extends GenericContainer<TimonierContainer> {

  /// The API server's port within the container.
  public static final int API_PORT = 6443;

  private static final String DATA = "/var/lib/timonier";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private int nodes = 1;
  private Containers containers = Containers.PROCESS;

  /// The kind of the cluster's containers.
  public enum Containers {
    /// Containers are only records: they are ready at once, answer probes, and do nothing else,
    /// whatever their image.
    SIMULATED,

    /// Containers are processes within this container, of Timonier's own images, such as
    /// `timonier/web` and `timonier/sleeper`.
    PROCESS
  }

  /// A cluster of one node, whose containers are processes.
  public TimonierContainer() {
    super(new ClusterImage());
    withExposedPorts(API_PORT);
    waitingFor(Wait.forLogMessage("READY .*\\n", 1).withStartupTimeout(PATIENCE));
  }

  /// Sets how many nodes the cluster has.
  ///
  /// @param count from 0 to 250
  public TimonierContainer withNodes(int count) {
    nodes = count;
    return this;
  }

  /// Sets the kind of the cluster's containers.
  public TimonierContainer withContainers(Containers kind) {
    containers = kind;
    return this;
  }

  /// Makes the command from the settings, just before the container is created.
  @Override
  protected void configure() {
    setCommand(
        "up",
        "--data",
        DATA,
        "--bind-address",
        "0.0.0.0",
        "--port",
        Integer.toString(API_PORT),
        "--tls-san",
        getHost(),
        "--nodes",
        Integer.toString(nodes),
        "--runtime",
        containers.name().toLowerCase(Locale.ROOT));
  }

  /// The text of a `kubeconfig` with which the JVM of the test reaches the cluster as an
  /// administrator.
  ///
  /// @throws IllegalStateException if the container is not running
  public String getKubeConfigYaml() {
    var kept =
        copyFileFromContainer(
            DATA + "/kubeconfig", in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
    return kept.replace(
        "https://127.0.0.1:" + API_PORT, "https://" + getHost() + ":" + getMappedPort(API_PORT));
  }
}
