package timonier.assembly;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import timonier.kit.loop.BlockOutput;
import timonier.kit.loop.LiveLoops;
import timonier.pods.Container;
import timonier.pods.Manifests;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.LogOptions;
import timonier.pods.runtime.ContainerRuntime.RuntimeEvent;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.PidScope;
import timonier.pods.runtime.RuntimeFailure;

/// After chapter 01: the pods of a manifest run, their containers talk over localhost, and nothing
/// restarts them.
final class PodStage {

  private static final LogOptions FOLLOW =
      new LogOptions(true, Optional.empty(), Optional.empty(), false, Optional.empty());

  private final Stage stage;
  private final LiveLoops loops;
  private final ContainerRuntime runtime;
  private final PrintStream out = System.out;

  PodStage(Stage stage) {
    this.stage = stage;
    this.loops = stage.loops();
    this.runtime = Runtimes.processes(stage.folder().node("node-1"), stage.range(), 1, loops);
    stage.atEnd(runtime::close);
  }

  /// Runs the pods of a manifest.
  void run(Path manifest) {
    runtime.sandboxes().forEach(left -> runtime.removeSandbox(left.id()));
    runtime.subscribe(this::tellEnd);
    pods(manifest).forEach(this::run);
    out.println("READY  " + stage.range().describe("process") + "; Ctrl-C stops all");
  }

  /// Reads the pods of a manifest.
  static List<Pod> pods(Path manifest) {
    if (!Files.isReadable(manifest)) {
      throw new CommandFailure(
          "The manifest %s cannot be read: there is no such file, or no permission."
              .formatted(manifest));
    }
    try {
      var pods =
          Manifests.read(Files.readString(manifest)).stream()
              .filter(document -> document.path("kind").asText("Pod").equals("Pod"))
              .map(document -> JsonFormat.read(document, Pod.class))
              .toList();
      if (pods.isEmpty()) {
        throw new CommandFailure("There is no pod in " + manifest + ".");
      }
      return pods;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          "The manifest %s cannot be read: %s".formatted(manifest, e.getMessage()), e);
    }
  }

  private void run(Pod pod) {
    var name = pod.metadata().name();
    var sandbox =
        runtime.runSandbox(
            new Sandbox.Config(
                "default",
                name,
                UUID.randomUUID().toString(),
                0,
                name,
                false,
                Map.of(),
                PidScope.CONTAINER));
    runtime.sandboxes().stream()
        .filter(made -> made.id().equals(sandbox))
        .forEach(made -> out.println("pod " + name + " has the address " + made.address()));
    pod.spec().containers().forEach(container -> run(sandbox, container));
  }

  private void run(String sandbox, Container container) {
    try {
      if (container.command().isEmpty()) {
        runtime.pullImage(container.image());
      }
      var id = runtime.createContainer(sandbox, config(container));
      runtime.startContainer(id);
      record(id)
          .ifPresent(made ->
              out.println("container " + container.name() + " runs as process " + made.pid()));
      loops.loop("log of " + id).spawn("follow", () -> follow(id, container.name()));
    } catch (RuntimeFailure failure) {
      out.println("container " + container.name() + ": " + failure.getMessage());
    }
  }

  private void follow(String id, String name) {
    try {
      runtime.logs(id, FOLLOW, new Prefixed(name, out));
    } catch (RuntimeFailure removed) {
      out.println(name + " | (its log is gone: " + removed.getMessage() + ")");
    }
  }

  private static ContainerConfig config(Container container) {
    var environment = new TreeMap<String, String>();
    container.env().forEach(variable -> environment.put(variable.name(), variable.value()));
    return new ContainerConfig(
        container.name(),
        0,
        container.image(),
        container.command(),
        container.args(),
        container.workingDir(),
        environment,
        List.of(),
        Map.of());
  }

  private Optional<ContainerRecord> record(String id) {
    return runtime.containers().stream().filter(made -> made.id().equals(id)).findFirst();
  }

  private void tellEnd(RuntimeEvent event) {
    record(event.containerId())
        .ifPresent(ended ->
            out.printf(
                "container %s ended with exit code %d, and nobody starts it again%n",
                ended.config().name(), ended.exitCode()));
  }

  /// Writes each line after the name of the container that wrote it.
  private static final class Prefixed extends BlockOutput {
    private final String name;
    private final PrintStream out;
    private final StringBuilder line = new StringBuilder();

    Prefixed(String name, PrintStream out) {
      this.name = name;
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      line.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
      for (var end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
        out.println(name + " | " + line.substring(0, end));
        line.delete(0, end + 1);
      }
    }
  }
}
