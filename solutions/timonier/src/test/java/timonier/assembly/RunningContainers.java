package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import timonier.pods.docker.DockerRecords;
import timonier.pods.docker.Engine;
import timonier.pods.host.Processes;

/// The containers of a cluster that run, as the machine or its engine knows them.
///
/// @param data the cluster's folder
/// @param runtime what its containers are, as `--runtime` says it
/// @param nodes the names of its nodes
record RunningContainers(Path data, String runtime, List<String> nodes) {

  /// A container that runs.
  ///
  /// @param id the container
  /// @param pid its process
  record Running(String id, long pid) {}

  /// Those of all nodes.
  Set<Running> all() {
    var found = new LinkedHashSet<Running>();
    nodes.forEach(node -> found.addAll(on(node)));
    return found;
  }

  Set<Running> on(String node) {
    return runtime.equals("docker") ? ofDocker(node) : processes(node);
  }

  private Set<Running> processes(String node) {
    var found = new LinkedHashSet<Running>();
    var containers = data.resolve("nodes").resolve(node).resolve("runtime/containers");
    try (var folders = Files.list(containers)) {
      folders.forEach(container ->
          Processes.Id.read(container.resolve("pid"))
              .filter(Processes.Id::isAlive)
              .ifPresent(id -> found.add(new Running(container.toString(), id.pid()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private Set<Running> ofDocker(String node) {
    var found = new LinkedHashSet<Running>();
    try (var engine = Engine.local()) {
      engine
          .containers(Map.of(DockerRecords.CLUSTER, data.toString(), "timonier.node", node))
          .stream()
          .filter(seen -> seen.labels().containsKey("timonier.sandbox"))
          .filter(seen -> seen.state().equals("running"))
          .flatMap(seen -> engine.inspect(seen.id()).stream())
          .forEach(details -> found.add(new Running(details.id(), details.pid())));
    }
    return found;
  }

  /// A node on which some run: after rollouts not all have some.
  ///
  /// @param except one that is not wanted
  String busyNode(String except) {
    return nodes.stream()
        .filter(node -> !node.equals(except) && !on(node).isEmpty())
        .findFirst()
        .orElseThrow();
  }
}
