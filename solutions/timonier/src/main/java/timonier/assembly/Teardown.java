package timonier.assembly;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import timonier.kit.loop.LiveLoops;
import timonier.kit.loop.MemoryFolder;
import timonier.pods.process.ProcessRuntime;

/// Stops everything that was started for a data folder, and nothing else: each process is
/// identified by its id and its moment of start.
final class Teardown {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /// Stops nodes first, so that nothing is restarted, then their containers.
  static void run(DataFolder folder, Optional<HostRange> range) {
    var nodes = folder.nodes();
    var processes =
        nodes.stream()
            .flatMap(n -> OwnedProcess.read(folder.node(n).resolve("process")).stream())
            .flatMap(process -> process.alive().stream())
            .toList();
    processes.forEach(ProcessHandle::destroy);
    processes.forEach(Teardown::await);
    nodes.forEach(node -> removeContainers(folder, node, range));
    removeDockerContainers(folder);
    nodes.forEach(node -> MemoryFolder.unmountBelow(folder.node(node)));
  }

  /// Removes the cluster's containers and network from an engine, if it may have some.
  static void removeDockerContainers(DataFolder folder) {
    if (folder.read(DockerCluster.MARK).isPresent()) {
      try (var engine = Runtimes.engine()) {
        DockerCluster.of(folder).remove(engine);
      }
      folder.remove(DockerCluster.MARK);
    }
  }

  private static void await(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException _) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeContainers(DataFolder folder, String node, Optional<HostRange> range) {
    var home = folder.node(node).resolve("runtime");
    if (!java.nio.file.Files.isDirectory(home)) {
      return;
    }
    try (var loops = new LiveLoops(BugLog::write)) {
      var network =
          range
              .map(found -> found.network(1))
              .orElse(new timonier.pods.host.PodNetwork.Loopback("127.128.1"));
      var runtime = new ProcessRuntime(loops.loop("teardown"), home, network, Runtimes.tools());
      runtime.removeAll();
      runtime.close();
    }
  }

  private Teardown() {}
}
