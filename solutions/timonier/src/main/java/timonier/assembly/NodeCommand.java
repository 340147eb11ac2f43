package timonier.assembly;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.apiserver.requests.User;
import timonier.client.Client;
import timonier.client.NodeRegistration;
import timonier.client.TransportClient;
import timonier.kit.certificates.CurrentIdentity;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.LiveLoops;
import timonier.kubelet.http.ContainerLogs;
import timonier.kubelet.http.KubeletServer;
import timonier.kubelet.http.KubeletStreams;
import timonier.kubelet.node.Machine;
import timonier.nodes.CertificateKind;
import timonier.nodes.NodeCertificate;
import timonier.pods.runtime.ContainerRuntime;

/// Runs one node.
@Command(
    name = "node",
    description = "Run one more node of a cluster.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

  static final int SECURE_PORT = 10250;

  @Option(names = "--server", required = true, description = "The API server's address.")
  private String server = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "The file with the join token (./timonier token create NAME), needed once; without it,",
        "the token is read from standard input."
      })
  private Optional<Path> tokenFile = Optional.empty();

  @Option(names = "--name", description = "The node's name.")
  private String name = "node-1";

  @Option(
      names = "--runtime",
      description = "auto, docker, process or simulated (default: process).")
  private String runtime = "process";

  @Option(names = "--data", description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".timonier-node");

  @Option(
      names = "--cluster",
      description = "The label of its containers on an engine (default: the folder).")
  private Optional<Path> cluster = Optional.empty();

  @Option(names = "--number", description = "The node's number on this host.")
  private int number = 1;

  @Option(
      names = "--heartbeat",
      description = "Milliseconds between heartbeats (default: ${DEFAULT-VALUE}).")
  private long heartbeatMillis = NodeRegistration.RENEWAL.toMillis();

  @Option(
      names = "--read-only-port",
      description = "The port on which anybody can read its pods; 0 for none (default: 10255).")
  private int readOnlyPort = KubeletStage.READ_ONLY_PORT;

  @Option(names = "--range", description = "The cluster's number on this host.")
  private int range;

  @Override
  public Integer call() throws IOException {
    CommandFailure.requirePort("--read-only-port", readOnlyPort);
    var home = DataFolder.nodeHome(data);
    var host = HostRange.join(cluster, range);
    var kind = Runtimes.choose(runtime);
    var docker = new DockerCluster(cluster.orElse(home));
    var lifetime = prepared(host, kind, docker);
    var address = host.nodeAddress(number);
    requireFree(new InetSocketAddress(address, SECURE_PORT));
    var loops = new LiveLoops(BugLog::write);
    var uri = URI.create(server);
    var member = new NodeJoin(uri, name, home).membership(loops.loop("join"), this::token);
    var transport = new RenewedTransport(uri, member.authority(), member.identity());
    var client = new TransportClient(transport, User.node(name));
    var serving = new CurrentIdentity();
    IdentityFile.read(IdentityFile.serving(home)).ifPresent(serving::set);
    var containers = Runtimes.open(kind, home, host, number, docker.place(name), loops);
    lifetime.atEnd(containers::close);
    var tls = Tls.context(serving, member.authority());
    var secure = secure(new InetSocketAddress(address, SECURE_PORT), tls, containers, loops);
    var agent =
        new NodeAgent(
            loops,
            client,
            containers,
            new NodeAgent.NodePlan(
                name, address, secure.port(), home, Duration.ofMillis(heartbeatMillis)));
    keepFresh(client, loops, CertificateKind.CLIENT, List.of(), transport::renew);
    keepFresh(client, loops, CertificateKind.SERVING, List.of(address), serving::set);
    secure.tell(agent::pods, Machine.here(), agent.stats());
    answerAnybody(address, agent);
    awaitEnd();
    return 0;
  }

  /// Prepares this host for pods. What it makes is removed by the cluster in whose folder the node
  /// is; without such a cluster by the node, unless it was there before.
  private Lifetime prepared(HostRange host, String kind, DockerCluster docker) {
    var lifetime = Lifetime.ofProcess();
    if (cluster.isEmpty() && !host.hasBridge()) {
      lifetime.atEnd(host::removeUnused);
    }
    lifetime.make(() -> {
      if (kind.equals("docker")) {
        docker.prepare(host);
      }
      host.prepare(kind);
    });
    return lifetime;
  }

  /// Refuses the number of another node of this host, before the token is used up.
  static void requireFree(InetSocketAddress address) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.bind(address);
    } catch (BindException taken) {
      throw new CommandFailure(
          "%s:%d is taken: another node on this host has this number. Choose one that is free with"
                  .formatted(address.getHostString(), address.getPort())
              + " --number.",
          taken);
    }
  }

  private static KubeletServer secure(
      InetSocketAddress address, SSLContext tls, ContainerRuntime containers, LiveLoops loops)
      throws IOException {
    return KubeletServer.secure(
        address,
        tls,
        Credentials.SERVER,
        new ContainerLogs(containers),
        new KubeletStreams(loops.loop("pod-streams"), containers),
        loops.loop("kubelet-server"));
  }

  /// Renews one of the node's certificates in time.
  private void keepFresh(
      Client client,
      LiveLoops loops,
      CertificateKind kind,
      List<String> addresses,
      Consumer<Identity> use) {
    var home = data.toAbsolutePath();
    var path =
        switch (kind) {
          case CLIENT -> IdentityFile.client(home);
          case SERVING -> IdentityFile.serving(home);
        };
    var file = new IdentityFile(path, use);
    var loop = loops.loop("certificate-" + kind);
    var _ = new NodeCertificate(loop, client, kind, name, addresses, file);
  }

  private void answerAnybody(String address, NodeAgent agent) throws IOException {
    if (readOnlyPort != 0) {
      var port = new InetSocketAddress(address, readOnlyPort);
      var _ = KubeletServer.readOnly(port, agent::pods, Machine.here(), agent.stats());
    }
  }

  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The join token, from its file or from standard input.
  private String token() {
    try {
      var text =
          tokenFile.isPresent()
              ? Files.readString(tokenFile.get())
              : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      return text.strip();
    } catch (IOException e) {
      throw new CommandFailure(
          "The join token cannot be read from %s: %s."
              .formatted(
                  tokenFile.map(Path::toString).orElse("standard input"), CommandFailure.reason(e)),
          e);
    }
  }
}
