package timonier.assembly;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stops a cluster.
@Command(
    name = "down",
    description = "Stop everything that a data folder started.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  @Option(names = "--data", description = "The cluster's folder (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".timonier");

  @Override
  public Integer call() throws Exception {
    var folder = DataFolder.existing(data);
    var server = OwnedProcess.read(folder.file("server")).flatMap(OwnedProcess::alive);
    if (server.isPresent()) {
      server.get().destroy();
      server.get().onExit().get(20, TimeUnit.SECONDS);
    }
    var number = readable(folder);
    Teardown.run(folder, number.map(HostRange::of));
    number
        .filter(mine -> HostNumber.of(mine).isOf(folder.path()))
        .map(HostRange::of)
        .ifPresent(HostRange::remove);
    System.out.println("Everything that " + folder.path() + " started is stopped.");
    var _ = folder.number();
    return 0;
  }

  /// Returns the cluster's number. One that cannot be read is reported at the end: everything else
  /// is still stopped.
  private static Optional<Integer> readable(DataFolder folder) {
    try {
      return folder.number();
    } catch (CommandFailure _) {
      return Optional.empty();
    }
  }
}
