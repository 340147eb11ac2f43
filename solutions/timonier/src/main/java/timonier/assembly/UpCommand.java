package timonier.assembly;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.client.NodeRegistration;
import timonier.kit.course.OwnChapters;
import timonier.kit.course.Workspace;

/// Starts a whole cluster, and stops it at Ctrl-C.
@Command(
    name = "up",
    description = "Start a cluster: the server here, each node a process of its own.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer>, OwnCommand.TakesOwn {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(names = "--nodes", description = "How many nodes (default: ${DEFAULT-VALUE}).")
  private int nodes = 1;

  @Option(
      names = "--runtime",
      description = "auto, docker, process or simulated (default: ${DEFAULT-VALUE}).")
  private String runtime = "auto";

  @Option(names = "--data", description = "The cluster's folder (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".timonier");

  @Option(names = "--port", description = "The API server's port; 0 chooses one and keeps it.")
  private int port;

  @Option(
      names = "--bind-address",
      description = "The address that the API server listens on (default: ${DEFAULT-VALUE}).")
  private String bind = "127.0.0.1";

  @Option(
      names = "--tls-san",
      paramLabel = "NAME",
      description = "One more name or address in the API server's certificate.")
  private List<String> names = List.of();

  @Option(names = "--detach", description = "Return when it is ready, and leave it running.")
  private boolean detach;

  @Option(
      names = "--node-monitor-grace",
      description = "Seconds without a heartbeat until a node is lost (default: 40).")
  private long graceSeconds = 40;

  @Option(
      names = "--read-only-port",
      description =
          "The port on which anybody can read a kubelet's pods; 0 for none (default: 10255).")
  private int readOnlyPort = KubeletStage.READ_ONLY_PORT;

  @Option(
      names = "--mine",
      paramLabel = "NN[-NN]",
      description = "Run your own chapters instead of the reference's, as in 01-03.")
  private Optional<String> mine = Optional.empty();

  @Option(names = "--parts", hidden = true, description = "The last part to start.")
  private int last = Assembly.LAST;

  @Override
  public Map<String, Path> own(Workspace workspace) throws InterruptedException {
    if (mine.isEmpty()) {
      return Map.of();
    }
    var ends = mine.get().split("-", -1);
    if (ends.length > 2) {
      throw new CommandFailure(
          "--mine takes a chapter or a range of them, as in 01-03, not " + mine.get() + ".");
    }
    return OwnChapters.between(workspace, ends[0], ends[ends.length - 1]);
  }

  @Override
  public Integer call() {
    if (nodes < 0 || nodes > 250) {
      throw new CommandFailure("--nodes takes a number from 0 to 250, not " + nodes + ".");
    }
    CommandFailure.requirePort("--port", port);
    CommandFailure.requirePort("--read-only-port", readOnlyPort);
    if (graceSeconds < 4) {
      throw new CommandFailure("--node-monitor-grace takes at least 4 seconds.");
    }
    runtime = nodes == 0 ? "process" : Runtimes.choose(runtime);
    var folder = DataFolder.open(data);
    if (detach) {
      return Detached.start(folder, this::arguments);
    }
    return run(folder);
  }

  /// The arguments that start the same cluster in the foreground.
  private List<String> arguments(DataFolder folder) {
    var arguments = new ArrayList<>(List.of("up"));
    arguments.addAll(options(folder));
    names.forEach(name -> arguments.addAll(List.of("--tls-san", name)));
    return arguments;
  }

  private List<String> options(DataFolder folder) {
    return List.of(
        "--bind-address",
        bind,
        "--nodes",
        Integer.toString(nodes),
        "--runtime",
        runtime,
        "--data",
        folder.path().toString(),
        "--port",
        Integer.toString(port),
        "--node-monitor-grace",
        Long.toString(graceSeconds),
        "--read-only-port",
        Integer.toString(readOnlyPort),
        "--parts",
        Integer.toString(last));
  }

  private int run(DataFolder folder) {
    try (var stage = Stage.open(folder, runtime)) {
      start(stage);
      stage.awaitEnd();
    }
    return 0;
  }

  private void start(Stage stage) {
    var folder = stage.folder();
    var range = stage.range();
    var now = Instant.now();
    var credentials = stage.whole(() -> credentials(stage, now));
    int apiPort = stage.whole(() -> folder.port(port));
    var address = stage.whole(() -> new ServerAddress(bind, apiPort, names).requireFree());
    var plan =
        ControlPlane.Plan.durable(folder, range, address, last, Duration.ofSeconds(graceSeconds));
    var plane =
        stage.whole(() -> new ControlPlane(plan, credentials, credentials.tls(address, now)));
    plane.listen();
    plane.startComponents();
    folder.writeSecret("kubeconfig", credentials.kubeconfig(apiPort));
    if (last >= 5) {
      startNodes(stage, plane, credentials, apiPort);
    }
    System.out.printf(
        "READY https://127.0.0.1:%d  %s  (%s)  export KUBECONFIG=%s%n",
        apiPort, count(last >= 5 ? nodes : 0), range.describe(runtime), folder.file("kubeconfig"));
  }

  static String count(int nodes) {
    return nodes == 1 ? "1 node" : nodes + " nodes";
  }

  /// Returns the certificates. They are made after the store, so that their presence proves that
  /// there was one.
  private static Credentials credentials(Stage stage, Instant now) {
    try (var loops = stage.loops()) {
      new StoreFolder(stage.folder()).require(loops.loop("store"));
    }
    return Credentials.of(stage.folder(), now);
  }

  private void startNodes(Stage stage, ControlPlane plane, Credentials credentials, int port) {
    var folder = stage.folder();
    var range = stage.range();
    var keeper = new NodeKeeper(plane.loops().loop("nodes"));
    stage.atEnd(keeper::close);
    var since = Instant.now();
    var started = new TreeSet<String>();
    var tokens = new NodeTokens(plane, credentials.authority().identity().certificate());
    if (runtime.equals("docker")) {
      stage.make(() -> DockerCluster.of(folder).prepare(range));
    }
    for (var i = 1; i <= nodes; i++) {
      var node =
          new NodeProcess(folder, i, port, tokens, range, runtime, heartbeat(), readOnlyPort);
      stage.make(() -> {
        if (node.start()) {
          started.add(node.name());
        }
      });
      keeper.keep(new KeptNode(node.name(), node.note(), node::startAgain));
    }
    if (!new ReadyNodes(nodes, started, since).await(plane, PATIENCE)) {
      throw new CommandFailure(
          "Not all nodes were ready after %d s; see %s."
              .formatted(PATIENCE.toSeconds(), folder.file("logs")));
    }
    started.forEach(name -> tokens.remove(folder.node(name)));
  }

  /// A quarter of the time that a node may be silent, and ten seconds at most.
  private Duration heartbeat() {
    var quarter = Duration.ofMillis(graceSeconds * 250);
    return quarter.compareTo(NodeRegistration.RENEWAL) < 0 ? quarter : NodeRegistration.RENEWAL;
  }
}
