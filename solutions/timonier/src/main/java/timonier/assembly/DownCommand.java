package timonier.assembly;

import java.nio.file.Path;
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
    if (!java.nio.file.Files.isDirectory(data)) {
      throw new CommandFailure("There is no data folder " + data.toAbsolutePath() + ".");
    }
    var folder = DataFolder.open(data);
    var server = OwnedProcess.read(folder.file("server")).flatMap(OwnedProcess::alive);
    if (server.isPresent()) {
      server.get().destroy();
      server.get().onExit().get(20, TimeUnit.SECONDS);
    }
    var number = folder.read("range").map(String::strip).map(Integer::parseInt);
    Teardown.run(folder, number.map(_ -> HostRange.claim(number)));
    System.out.println("Everything that " + folder.path() + " started is stopped.");
    return 0;
  }
}
