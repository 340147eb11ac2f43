package timonier.assembly;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import timonier.kit.loop.LiveLoops;
import timonier.kubelet.Kubelet;
import timonier.kubelet.http.KubeletServer;
import timonier.kubelet.http.NodeStats;
import timonier.kubelet.node.Machine;
import timonier.kubelet.node.NodeUsage;
import timonier.kubelet.ports.EventSink;
import timonier.kubelet.ports.PodStatusSink;
import timonier.kubelet.sources.FieldReferences;
import timonier.kubelet.sources.LocalVolumes;
import timonier.kubelet.sources.ManifestFolder;
import timonier.pods.ContainerStatus;
import timonier.pods.Pod;
import timonier.pods.PodStatus;

/// After chapter 02: a kubelet runs the pods of a manifest folder, and prints their statuses.
final class KubeletStage {

  private static final String NODE = "node-1";

  /// The port on which anybody can read a kubelet's pods, as in Kubernetes.
  static final int READ_ONLY_PORT = 10255;

  private final Stage stage;
  private final LiveLoops loops;
  private final PrintStream out = System.out;

  KubeletStage(Stage stage) {
    this.stage = stage;
    this.loops = stage.loops();
  }

  LiveLoops loops() {
    return loops;
  }

  /// Copies a manifest into the folder of manifests, and runs its pods.
  void run(Path manifest) {
    run(manifest, new Printed(out));
  }

  /// The same, with another sink for the statuses of pods.
  void run(Path manifest, PodStatusSink sink) {
    var home = stage.folder().node(NODE);
    var folder = stage.folder().file("manifests");
    PodStage.pods(manifest);
    try {
      Files.createDirectories(folder);
      Files.copy(
          manifest, folder.resolve(manifest.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      startKubelet(home, folder, sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startKubelet(Path home, Path folder, PodStatusSink sink) throws IOException {
    var address = stage.range().nodeAddress(1);
    var loop = loops.loop("kubelet");
    var runtime = Runtimes.processes(home, stage.range(), 1, loops);
    stage.atEnd(runtime::close);
    stage.atEnd(loops::close);
    var volumes = new LocalVolumes(home.resolve("volumes"));
    var kubelet =
        new Kubelet(
            loop,
            new Kubelet.Settings(NODE, address),
            new Kubelet.Ports(
                runtime,
                List.of(new ManifestFolder(loop, folder, NODE, System.err::println)),
                sink,
                this::event,
                List.of(new FieldReferences()),
                List.of(volumes),
                volumes));
    kubelet.start();
    var _ =
        KubeletServer.readOnly(
            new InetSocketAddress(address, READ_ONLY_PORT),
            kubelet::pods,
            Machine.here(),
            new NodeStats(
                NODE, runtime, () -> NodeUsage.of(Machine.here(), home), loops.loop("stats")));
    out.printf(
        "READY  http://%s:%d/pods  manifests are read every 20 s from %s; Ctrl-C stops all%n",
        address, READ_ONLY_PORT, folder);
  }

  private void event(
      Pod pod, String container, EventSink.Type type, String reason, String message) {
    out.printf("event   %s  %s  %s: %s%n", pod.metadata().name(), type, reason, message);
  }

  /// Formats a status as a line.
  static String line(Pod pod, PodStatus status) {
    var containers = status.containerStatuses().stream().map(KubeletStage::line).toList();
    return "%s  %s  %s".formatted(pod.metadata().name(), status.phase(), containers);
  }

  private static String line(ContainerStatus container) {
    var state = container.state();
    var word =
        state.running().isPresent()
            ? "running"
            : state
                .waiting()
                .map(waiting -> "waiting: " + waiting.reason())
                .or(() -> state.terminated().map(ended -> "ended: " + ended.reason()))
                .orElse("waiting");
    return "%s %s, %d restarts".formatted(container.name(), word, container.restartCount());
  }

  /// Prints statuses to the terminal.
  private record Printed(PrintStream out) implements PodStatusSink {
    @Override
    public void status(Pod pod, PodStatus status) {
      out.println("status  " + line(pod, status));
    }

    @Override
    public void deleted(Pod pod) {
      out.println("gone    " + pod.metadata().name());
    }
  }
}
