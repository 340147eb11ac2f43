package timonier.assembly;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Runs the orchestrator as it stands after a chapter.
@Command(
    name = "run",
    description = "Run the stage as it stands after a chapter.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NN", description = "The chapter, 04 to 09.")
  private int number;

  @Override
  public Integer call() {
    if (number < 4 || number > Assembly.LAST) {
      throw new CommandFailure(
          "run takes the number of a chapter from 04 to %02d.".formatted(Assembly.LAST));
    }
    return new CommandLine(new UpCommand())
        .setExecutionExceptionHandler(Main::report)
        .execute(
            "--nodes",
            "3",
            "--data",
            ".timonier/run-%02d".formatted(number),
            "--parts",
            Integer.toString(number));
  }
}
