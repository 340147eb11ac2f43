package timonier.assembly;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import timonier.kit.course.OwnChapters;
import timonier.kit.course.Workspace;

/// Runs the orchestrator as it stands after a chapter.
@Command(
    name = "run",
    description = "Run the stage as it stands after a chapter.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer>, OwnCommand.TakesOwn {

  @Parameters(index = "0", paramLabel = "NN", description = "The chapter, 01 to 09.")
  private int number;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MANIFEST",
      description =
          "Chapters 01 to 03: the pods to run (default: docs/examples/two-containers.yaml).")
  private Path manifest =
      Path.of(System.getProperty("timonier.root", ""), "docs/examples/two-containers.yaml");

  @Option(
      names = "--mine",
      description = "Run your own chapter NN, and each earlier one that you have done.")
  private boolean isMine;

  @Option(names = "--data", description = "The stage's folder (default: .timonier/run-NN).")
  private Optional<Path> data = Optional.empty();

  @Override
  public Map<String, Path> own(Workspace workspace) throws InterruptedException {
    return isMine ? OwnChapters.upTo(workspace, "%02d".formatted(number)) : Map.of();
  }

  @Override
  public Integer call() {
    if (number < 1 || number > Assembly.LAST) {
      throw new CommandFailure(
          "run takes the number of a chapter from 01 to %02d.".formatted(Assembly.LAST));
    }
    var home = data.orElse(Path.of(".timonier", "run-%02d".formatted(number)));
    return number > 3 ? up(home) : early(DataFolder.open(home));
  }

  /// Runs a stage that has no server yet.
  private int early(DataFolder folder) {
    try (var stage = Stage.open(folder, "process")) {
      switch (number) {
        case 1 -> new PodStage(stage).run(manifest);
        case 2 -> new KubeletStage(stage).run(manifest);
        default -> new StoreStage(stage).run(manifest);
      }
      stage.awaitEnd();
    }
    return 0;
  }

  private int up(Path home) {
    return new CommandLine(new UpCommand())
        .setExecutionExceptionHandler(Main::report)
        .execute(
            "--nodes",
            "3",
            "--data",
            home.toString(),
            "--runtime",
            "process",
            "--parts",
            Integer.toString(number));
  }
}
