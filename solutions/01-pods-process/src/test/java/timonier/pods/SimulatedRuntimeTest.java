package timonier.pods;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import timonier.kit.sim.Simulation;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.simulated.SimulatedHost;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;

class SimulatedRuntimeTest extends RuntimeContract {

  private static SimulatedProgram program(ContainerConfig config) {
    var command = config.command();
    var soon = Optional.of(Duration.ofMillis(1));
    return switch (command.getFirst()) {
      case "echo" ->
          new SimulatedProgram(
              soon,
              0,
              Duration.ZERO,
              Duration.ZERO,
              List.of(String.join(" ", command.subList(1, command.size()))));
      case "false" -> new SimulatedProgram(soon, 1, Duration.ZERO, Duration.ZERO);
      case "no-such-program" -> SimulatedProgram.unstartable("no-such-program: not found");
      default -> SimulatedProgram.forever();
    };
  }

  @Override
  public void with(Body body) throws Exception {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("runtime");
      var host =
          new SimulatedHost(simulation.loop("host"), "10.244.0", SimulatedRuntimeTest::program);
      var bench =
          new Bench(
              loop,
              new SimulatedRuntime(loop, host, SimulatedRuntime.Faults.none()),
              () -> new SimulatedRuntime(loop, host, SimulatedRuntime.Faults.none()));
      simulation.call(() -> {
        try {
          body.run(bench);
          return true;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
    }
  }
}
