package timonier.assembly;

import java.nio.file.Path;
import timonier.kit.loop.LiveLoops;
import timonier.pods.ContainerRuntime;
import timonier.pods.ProcessRuntime;
import timonier.pods.SimulatedHost;
import timonier.pods.SimulatedProgram;
import timonier.pods.SimulatedRuntime;
import timonier.pods.process.Catalogue;
import timonier.pods.process.WebServer;

/// The container runtimes, by the names that the command line has for them.
final class Runtimes {

  /// The runtime of one node.
  ///
  /// @param kind `process` or `simulated`
  /// @param home the node's folder
  /// @param node the node's number on this host
  static ContainerRuntime open(String kind, Path home, HostRange host, int node, LiveLoops loops) {
    return switch (kind) {
      case "process" ->
          new ProcessRuntime(
              loops.loop("runtime"),
              home.resolve("runtime"),
              host.pods(node),
              new Catalogue(Jvm.java(), Jvm.folderOf(WebServer.class)));
      case "simulated" ->
          new SimulatedRuntime(
              loops.loop("runtime"),
              new SimulatedHost(
                  loops.loop("machine"), "10.244." + node, _ -> SimulatedProgram.forever()),
              SimulatedRuntime.Faults.none());
      default ->
          throw new CommandFailure("--runtime takes process or simulated, not \"" + kind + "\".");
    };
  }

  private Runtimes() {}
}
