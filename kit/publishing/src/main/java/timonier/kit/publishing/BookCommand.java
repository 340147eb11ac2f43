package timonier.kit.publishing;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.kit.course.Workspace;

/// Makes the book of a course.
@Command(
    name = "book",
    mixinStandardHelpOptions = true,
    description = "Make pages for a browser from the texts of the chapters.")
public final class BookCommand implements Callable<Integer> {

  private final Supplier<Workspace> workspace;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for the pages (default: .course/book).")
  private Optional<Path> out = Optional.empty();

  /// A command for the workspace that exists when it runs.
  public BookCommand(Supplier<Workspace> workspace) {
    this.workspace = workspace;
  }

  /// Writes the pages, and prints the path of the first.
  ///
  /// @return the exit status
  /// @throws timonier.kit.course.CourseFailure if a text is wrong; then nothing was written
  @Override
  public Integer call() {
    var place = workspace.get();
    var folder = out.orElse(place.state().resolve("book"));
    var quotes = Book.write(place.course(), folder);
    System.out.printf("%s (%d symbols quoted)%n", folder.resolve("index.html"), quotes);
    return 0;
  }
}
