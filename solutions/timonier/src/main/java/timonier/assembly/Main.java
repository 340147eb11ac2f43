package timonier.assembly;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import timonier.bench.BenchCommand;
import timonier.bench.BenchFailure;
import timonier.bench.Program;
import timonier.kit.course.CourseCommands;
import timonier.kit.course.CourseFailure;
import timonier.kit.publishing.BookCommand;
import timonier.pods.objects.ApiException;
import timonier.store.Store;

/// The command line, `./timonier`: exit status 0 only on success.
@Command(
    name = "timonier",
    description = "A Kubernetes to learn from, and to run.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Release.class,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      NodeCommand.class,
      TokenCommand.class,
      CtlCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      RunCommand.class,
      OwnCommand.class,
      PackCommand.class,
      RehearseCommand.class
    },
    footer = {
      "",
      "  verify      Run all tests (verify --long: also those too long for every day).",
      "",
      "Start a cluster:  ./timonier up --nodes 3"
    })
final class Main extends CourseCommands implements Runnable {

  /// Begins the sentence that is printed when a command fails.
  static final String SPEAKER = "timonier: ";

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  private Main() {
    super(CoursePlace::workspace);
  }

  /// Runs one command and ends the process with its exit status.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var program = new Program(CoursePlace.root(), Jvm.server(), Main.class.getName());
    return new CommandLine(new Main())
        .addSubcommand(new BookCommand(CoursePlace::workspace))
        .addSubcommand(new BenchCommand(program))
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::report);
  }

  static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof CommandFailure
        || failure instanceof BenchFailure
        || failure instanceof CourseFailure
        || failure instanceof ApiException
        || failure instanceof Store.Damaged) {
      command.getErr().println(SPEAKER + failure.getMessage());
    } else {
      failure.printStackTrace(command.getErr());
    }
    return 1;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
    whereAmI();
  }

  /// What `--version` prints.
  static final class Release implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"timonier, serving the API of Kubernetes " + Assembly.RELEASE};
    }
  }
}
