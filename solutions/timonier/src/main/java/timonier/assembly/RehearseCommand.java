package timonier.assembly;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.apiserver.User;
import timonier.client.Client;
import timonier.client.DeleteOptions;
import timonier.client.HttpTransport;
import timonier.client.ListOptions;
import timonier.client.NodeRegistration;
import timonier.client.TransportClient;
import timonier.deployments.Deployment;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.LiveLoops;
import timonier.pods.Json;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.ResourceTypes;
import timonier.pods.SimulatedHost;
import timonier.pods.SimulatedProgram;
import timonier.pods.SimulatedRuntime;

/// A short life of a cluster in one process, which loads the classes that every start needs.
@Command(name = "rehearse", hidden = true, description = "Load what every start needs, and end.")
final class RehearseCommand implements Callable<Integer> {

  private static final ObjectKey WEB = new ObjectKey("default", "rehearsal");
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int PATIENCE = 500;

  @Option(names = "--data", required = true, description = "A folder that may be removed.")
  private Path data = Path.of("");

  @Override
  public Integer call() {
    var folder = DataFolder.open(data);
    var range = HostRange.claim(Optional.empty());
    var now = Instant.now();
    var credentials = Credentials.of(folder, now);
    var port = folder.port(0);
    folder.writeSecret("kubeconfig", credentials.kubeconfig(port, now));
    var loops = new LiveLoops(Main::reportBug);
    try (var _ =
            new ControlPlane(
                ControlPlane.Plan.durable(
                    folder, range, port, Assembly.LAST, Duration.ofSeconds(40)),
                credentials);
        var transport = transport(credentials, port)) {
      var client = new TransportClient(transport, User.component("rehearsal"));
      startNode(loops, client);
      rollOut(loops.loop("rehearsal"), client);
    }
    loops.close();
    return 0;
  }

  private static HttpTransport transport(Credentials credentials, int port) {
    var tls = Tls.context(Optional.empty(), credentials.authority().identity().certificate());
    var server = URI.create("https://127.0.0.1:" + port);
    return new HttpTransport(server, Optional.of(credentials.adminToken()), tls);
  }

  private void startNode(LiveLoops loops, Client client) {
    var host =
        new SimulatedHost(loops.loop("machine"), "10.244.1", _ -> SimulatedProgram.forever());
    var runtime = new SimulatedRuntime(loops.loop("runtime"), host, SimulatedRuntime.Faults.none());
    var _ =
        new NodeAgent(
            loops,
            client,
            runtime,
            new NodeAgent.NodePlan(
                "rehearsal", "127.0.0.1", 0, data.toAbsolutePath(), NodeRegistration.RENEWAL));
  }

  /// Waits for a deployment, or gives up: a rehearsal is worth little time.
  private static void rollOut(EventLoop loop, Client client) {
    var created =
        client.create(
            Deployment.TYPE,
            "default",
            Json.of(
                JsonFormat.parse(
                    """
                    {"metadata": {"name": "rehearsal"}, "spec": {
                      "selector": {"matchLabels": {"app": "rehearsal"}},
                      "template": {
                        "metadata": {"labels": {"app": "rehearsal"}},
                        "spec": {"containers": [{"name": "c", "image": "any"}]}}}}
                    """
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    for (var tries = 0; tries < PATIENCE && !isAvailable(client); tries++) {
      loop.sleep(PAUSE);
    }
    List.of(ResourceTypes.PODS, ResourceTypes.EVENTS, ResourceTypes.NODES)
        .forEach(type -> client.list(type, ListOptions.all()));
    client.delete(Deployment.TYPE, WEB, DeleteOptions.of(created.metadata().uid()));
  }

  private static boolean isAvailable(Client client) {
    return client
        .get(Deployment.TYPE, WEB)
        .status()
        .filter(status -> status.availableReplicas() > 0)
        .isPresent();
  }
}
