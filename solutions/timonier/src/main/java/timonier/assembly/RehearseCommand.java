package timonier.assembly;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
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
import timonier.pods.ResourceTypes;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.pods.simulated.SimulatedHost;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;

/// Runs a cluster in one process for a short time, to load the classes that every start needs, and
/// to do the most common work often enough for the JVM to find the hot code.
@Command(name = "rehearse", hidden = true, description = "Load what every start needs, and end.")
final class RehearseCommand implements Callable<Integer> {

  private static final ObjectKey WEB = new ObjectKey("default", "rehearsal");
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int PATIENCE = 500;
  private static final int OBJECTS = 1_000;
  private static final int LISTS = 50;

  /// Enough for the JVM to know the way of a pod from its creation to its readiness.
  private static final int PODS = 50;

  @Option(names = "--data", required = true, description = "A folder that may be removed.")
  private Path data = Path.of("");

  @Override
  public Integer call() {
    var folder = DataFolder.open(data);
    var range = HostRange.claim(folder.path());
    var now = Instant.now();
    var credentials = Credentials.of(folder, now);
    var port = folder.port(0);
    var address = ServerAddress.local(port);
    folder.writeSecret("kubeconfig", credentials.kubeconfig(port));
    var loops = new LiveLoops(BugLog::write);
    try (var plane =
            new ControlPlane(
                ControlPlane.Plan.durable(
                    folder, range, address, Assembly.LAST, Duration.ofSeconds(40)),
                credentials,
                credentials.tls(address, now));
        var transport = transport(credentials, port)) {
      plane.listen();
      plane.startComponents();
      var client = new TransportClient(transport, User.component("rehearsal"));
      startNode(loops, client);
      rollOut(loops.loop("rehearsal"), client);
      work(transport);
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
    var host = new SimulatedHost(loops.loop("machine"), "10.244.1", SimulatedProgram::usual);
    var runtime = new SimulatedRuntime(loops.loop("runtime"), host, SimulatedRuntime.Faults.none());
    var _ =
        new NodeAgent(
            loops,
            client,
            runtime,
            new NodeAgent.NodePlan(
                "rehearsal", "127.0.0.1", 0, data.toAbsolutePath(), NodeRegistration.RENEWAL));
  }

  /// Waits for a deployment, but not long: a rehearsal is not worth much time.
  private static void rollOut(EventLoop loop, Client client) {
    var created =
        client.create(
            Deployment.TYPE,
            "default",
            Json.of(
                JsonFormat.parse(
                    """
                    {"metadata": {"name": "rehearsal"}, "spec": {
                      "replicas": %d,
                      "selector": {"matchLabels": {"app": "rehearsal"}},
                      "template": {
                        "metadata": {"labels": {"app": "rehearsal"}},
                        "spec": {"containers": [{"name": "c", "image": "any"}]}}}}
                    """
                        .formatted(PODS)
                        .getBytes(StandardCharsets.UTF_8))));
    for (var tries = 0; tries < PATIENCE && !isAvailable(client); tries++) {
      loop.sleep(PAUSE);
    }
    List.of(ResourceTypes.PODS, ResourceTypes.EVENTS, ResourceTypes.NODES)
        .forEach(type -> client.list(type, ListOptions.all()));
    client.delete(Deployment.TYPE, WEB, DeleteOptions.of(created.metadata().uid()));
  }

  /// Writes and reads objects while a watch follows them.
  private static void work(HttpTransport transport) {
    var user = User.component("rehearsal");
    var maps = "/api/v1/namespaces/default/configmaps";
    var map =
        "{\"metadata\": {\"name\": \"%s\"}, \"data\": {\"work\": \"" + "x".repeat(800) + "\"}}";
    var watch = transport.watch(ApiRequest.of("GET", maps, user), new Idle());
    for (var i = 0; i < OBJECTS; i++) {
      var name = "rehearsal-" + i;
      var one = maps + "/" + name;
      transport.call(
          ApiRequest.of("POST", maps, Map.of(), "application/json", map.formatted(name), user));
      var read = transport.call(ApiRequest.of("GET", one, user));
      transport.call(ApiRequest.of("PUT", one, Map.of(), "application/json", text(read), user));
      transport.call(
          ApiRequest.of(
              "PATCH",
              one,
              Map.of(),
              "application/merge-patch+json",
              "{\"data\": {\"more\": \"work\"}}",
              user));
      if (i % LISTS == 0) {
        transport.call(ApiRequest.of("GET", maps, user));
      }
    }
    watch.cancel();
    transport.call(ApiRequest.of("DELETE", maps, user));
  }

  private static String text(ApiResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /// Follows a watch, ignoring its events.
  private static final class Idle implements Transport.WatchObserver {
    @Override
    public void event(String type, byte[] object) {
      // only the server's work counts
    }

    @Override
    public void closed() {
      // only the server's work counts
    }
  }

  private static boolean isAvailable(Client client) {
    return client
        .get(Deployment.TYPE, WEB)
        .status()
        .filter(status -> status.availableReplicas() == PODS)
        .isPresent();
  }
}
