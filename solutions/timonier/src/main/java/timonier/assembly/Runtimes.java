package timonier.assembly;

import java.nio.file.Path;
import timonier.kit.loop.LiveLoops;
import timonier.pods.docker.DockerRuntime;
import timonier.pods.docker.Engine;
import timonier.pods.docker.EngineFailure;
import timonier.pods.process.ProcessRuntime;
import timonier.pods.process.Tools;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.simulated.SimulatedHost;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;

/// The container runtimes, by their names on the command line.
final class Runtimes {

  /// The values of `--runtime`.
  static final String KINDS = "auto|docker|process|simulated";

  /// Returns the runtime to use. `auto` is Docker if an engine answers that has the example images,
  /// or for which they can be made; else processes.
  ///
  /// @throws CommandFailure if Docker is asked for and is not available
  static String choose(String kind) {
    if (!kind.matches(KINDS)) {
      throw new CommandFailure(
          "--runtime takes auto, docker, process or simulated, not \"" + kind + "\".");
    }
    if (kind.equals("docker")) {
      withImages();
    }
    return kind.equals("auto") ? automatic() : kind;
  }

  private static String automatic() {
    if (!Engine.isThere()) {
      return "process";
    }
    try {
      withImages();
      return "docker";
    } catch (CommandFailure failure) {
      System.out.println(failure.getMessage());
      return "process";
    }
  }

  private static void withImages() {
    try (var engine = engine()) {
      new ExampleImages(engine).ensure();
    } catch (EngineFailure failure) {
      throw new CommandFailure("Docker: " + failure.getMessage(), failure);
    }
  }

  /// Connects to the engine of this machine.
  ///
  /// @throws CommandFailure if it does not answer
  static Engine engine() {
    var engine = Engine.local();
    if (!engine.answers()) {
      throw new CommandFailure(
          "No Docker Engine answers. Start it (as in 'systemctl start docker'), name another by"
              + " DOCKER_HOST, or use --runtime process.");
    }
    return engine;
  }

  /// Makes the runtime of one node.
  ///
  /// @param kind `docker`, `process` or `simulated`
  /// @param home the node's folder
  /// @param node the node's number on this host
  static ContainerRuntime open(
      String kind,
      Path home,
      HostRange host,
      int node,
      DockerRuntime.Place place,
      LiveLoops loops) {
    return switch (kind) {
      case "docker" -> new DockerRuntime(loops.loop("runtime"), Engine.local(), place);
      case "simulated" -> simulated(node, loops);
      default -> processes(home, host, node, loops);
    };
  }

  /// Records as the containers of one node.
  static ContainerRuntime simulated(int node, LiveLoops loops) {
    var host = new SimulatedHost(loops.loop("machine"), "10.244." + node, SimulatedProgram::usual);
    return new SimulatedRuntime(loops.loop("runtime"), host, SimulatedRuntime.Faults.none());
  }

  /// Processes of this machine as the containers of one node.
  static ContainerRuntime processes(Path home, HostRange host, int node, LiveLoops loops) {
    return new ProcessRuntime(
        loops.loop("runtime"), home.resolve("runtime"), host.network(node), tools());
  }

  /// The programs that the process runtime itself needs.
  static Tools tools() {
    return Tools.of(Jvm.java(), type -> Path.of(Jvm.folderOf(type)));
  }

  private Runtimes() {}
}
