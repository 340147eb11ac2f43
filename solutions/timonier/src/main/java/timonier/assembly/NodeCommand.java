package timonier.assembly;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.apiserver.ApiServerPart;
import timonier.apiserver.CertificateSigningRequest;
import timonier.apiserver.User;
import timonier.client.CertificateSigner;
import timonier.client.HttpTransport;
import timonier.client.NodeRegistration;
import timonier.client.TransportClient;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.LiveLoops;
import timonier.kubelet.ContainerLogs;
import timonier.kubelet.KubeletServer;
import timonier.kubelet.Machine;
import timonier.kubelet.PodStreams;
import timonier.pods.ApiException;
import timonier.pods.ObjectMeta;

/// Runs one node.
@Command(
    name = "node",
    description = "Run one more node of a cluster.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

  static final int SECURE_PORT = 10250;
  private static final int READ_ONLY_PORT = 10255;

  @Option(names = "--server", required = true, description = "The API server's address.")
  private String server = "";

  @Option(
      names = "--token",
      required = true,
      description = "The join token, from the file join.token of the cluster's data folder.")
  private String token = "";

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
      description = "What its containers are noted under on an engine (default: the folder).")
  private Optional<Path> cluster = Optional.empty();

  @Option(names = "--number", description = "The node's number on this host.")
  private int number = 1;

  @Option(
      names = "--heartbeat",
      description = "Milliseconds between signs of life (default: ${DEFAULT-VALUE}).")
  private long heartbeatMillis = NodeRegistration.RENEWAL.toMillis();

  @Option(names = "--range", description = "The cluster's number on this host.")
  private int range;

  @Override
  public Integer call() throws IOException {
    var home = data.toAbsolutePath();
    Files.createDirectories(home);
    var host = HostRange.of(range);
    var kind = Runtimes.choose(runtime);
    var docker = new DockerCluster(cluster.orElse(home));
    if (kind.equals("docker")) {
      docker.prepare(host);
    }
    host.prepare(kind);
    var address = host.nodeAddress(number);
    var loops = new LiveLoops(Main::reportBug);
    var authority = authority();
    var identity = identity(home, authority, address, loops);
    var tls = Tls.context(Optional.of(identity), authority);
    var transport = new HttpTransport(URI.create(server), Optional.empty(), tls);
    var client = new TransportClient(transport, new User("system:node:" + name, List.of()));
    var containers = Runtimes.open(kind, home, host, number, docker.place(name), loops);
    var secure =
        KubeletServer.secure(
            new InetSocketAddress(address, SECURE_PORT),
            tls,
            Credentials.SERVER,
            new ContainerLogs(containers),
            new PodStreams(loops.loop("pod-streams"), containers),
            loops.loop("kubelet-server"));
    var agent =
        new NodeAgent(
            loops,
            client,
            containers,
            new NodeAgent.NodePlan(
                name, address, secure.port(), home, Duration.ofMillis(heartbeatMillis)));
    answerAnybody(address, agent);
    awaitEnd();
    return 0;
  }

  private static void answerAnybody(String address, NodeAgent agent) throws IOException {
    var port = new InetSocketAddress(address, READ_ONLY_PORT);
    var _ = KubeletServer.readOnly(port, agent::pods, Machine.here(), agent.stats());
  }

  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private X509Certificate authority() throws IOException {
    var uri = URI.create(server);
    var dot = token.indexOf('.');
    if (dot < 0 || uri.getHost() == null) {
      throw new CommandFailure(
          "--server takes an address such as https://127.0.0.1:6443, and --token a join token:"
              + " <fingerprint>.<secret>.");
    }
    return Tls.authority(uri.getHost(), uri.getPort(), token.substring(0, dot));
  }

  /// The node's certificate, asked for once and kept.
  private Identity identity(Path home, X509Certificate authority, String address, LiveLoops loops)
      throws IOException {
    var certificate = home.resolve("node.crt");
    var key = home.resolve("node.key");
    if (Files.exists(certificate) && Files.exists(key)) {
      return new Identity(
          Pem.certificate(Files.readString(certificate)), Pem.key(Files.readString(key)));
    }
    var pair = CertificateAuthority.newKey();
    var request =
        CertificateAuthority.request(pair, "system:node:" + name, List.of("system:nodes"));
    var secret = token.substring(token.indexOf('.') + 1);
    var tls = Tls.context(Optional.empty(), authority);
    try (var transport = new HttpTransport(URI.create(server), Optional.of(secret), tls)) {
      var issued = join(transport, request, address, loops);
      DataFolder.writeSecret(key, Pem.of(pair.getPrivate()));
      DataFolder.writeSecret(certificate, issued);
      return new Identity(Pem.certificate(issued), pair.getPrivate());
    }
  }

  private String join(HttpTransport transport, byte[] request, String address, LiveLoops loops) {
    var client = new TransportClient(transport, new User("system:bootstrap", List.of()));
    var type = ApiServerPart.CERTIFICATE_SIGNING_REQUESTS;
    var pem = Pem.block("CERTIFICATE REQUEST", request);
    var loop = loops.loop("join");
    var created =
        client.create(
            type,
            new CertificateSigningRequest(
                ObjectMeta.of("", "node-" + name + "-" + Long.toHexString(loop.random().nextLong()))
                    .withAnnotations(Map.of(CertificateSigner.ADDRESS, address)),
                new CertificateSigningRequest.Spec(
                    Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
                    "kubernetes.io/kube-apiserver-client-kubelet",
                    List.of("digital signature", "client auth"),
                    ""),
                Optional.empty()));
    for (var attempt = 0; attempt < 200; attempt++) {
      var issued =
          client
              .get(type, created.key())
              .status()
              .map(CertificateSigningRequest.Status::certificate)
              .filter(found -> !found.isEmpty());
      if (issued.isPresent()) {
        return new String(Base64.getDecoder().decode(issued.get()), StandardCharsets.US_ASCII);
      }
      loop.sleep(Duration.ofMillis(50));
    }
    throw new ApiException(
        timonier.pods.Status.failure(
            504, "Timeout", "the request for a certificate was not granted within ten seconds"));
  }
}
