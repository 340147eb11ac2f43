package timonier.assembly;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import timonier.kit.course.Workspace;

/// Prints, for the launcher, the class folders that a command with `--mine` runs instead of the
/// reference's: a line for each, with the module and the folder below the checkout.
@Command(name = "own", hidden = true)
final class OwnCommand implements Callable<Integer> {

  /// A command that can run the learner's classes.
  interface TakesOwn {
    /// The class folders that it must run, by the name of the reference's module.
    Map<String, Path> own(Workspace workspace) throws InterruptedException;
  }

  @Parameters(arity = "1..*", description = "The command, as it was typed.")
  private List<String> line = List.of();

  @Override
  public Integer call() throws InterruptedException {
    try {
      var parsed = Main.commandLine().parseArgs(line.toArray(String[]::new)).subcommand();
      if (parsed != null && parsed.commandSpec().userObject() instanceof TakesOwn command) {
        tell(command.own(CoursePlace.workspace()));
      }
    } catch (CommandLine.ParameterException _) {
      // the command itself will report the mistake
    }
    return 0;
  }

  private static void tell(Map<String, Path> folders) {
    var root = CoursePlace.root();
    folders.forEach((module, folder) -> System.out.println(module + "=" + root.relativize(folder)));
    if (!folders.isEmpty()) {
      System.err.printf("Yours: %s. The rest is the reference.%n", folders.keySet());
    }
  }
}
