package timonier.kit.course;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands of a course: where am I, what is next, does it work. A program's command line
/// extends this, to have them besides its own.
@Command(mixinStandardHelpOptions = true)
public abstract class CourseCommands {

  /// The Maven group of the reference's modules.
  private static final String GROUP = "timonier";

  private static final String WHICH =
      "An exercise as in 01-2, or a chapter as in 01; where you are unless said.";

  private final Supplier<Workspace> workspace;

  /// Commands for the workspace that exists when one of them runs.
  protected CourseCommands(Supplier<Workspace> workspace) {
    this.workspace = workspace;
  }

  /// Prints where the learner is.
  protected void whereAmI() {
    refreshRepository();
    try (var session = session()) {
      session.whereAmI();
    }
  }

  /// Writes the modules that the chapters need to a Maven repository, so that the learner's editor
  /// finds them.
  private void refreshRepository() {
    var place = workspace.get();
    LocalRepository.refresh(place.reference(), GROUP, place.repository());
  }

  private Session session() {
    return new Session(
        workspace.get(), Screen.standard(), new Texts(Locale.getDefault()), LocalDate.now());
  }

  @Command(
      name = "learn",
      mixinStandardHelpOptions = true,
      description = "Go on learning: show where you are, and check whenever you save.")
  int learn(
      @Parameters(arity = "0..1", paramLabel = "NN[-k]", description = WHICH)
          Optional<String> which)
      throws Exception {
    refreshRepository();
    var place = workspace.get();
    var preparing = Thread.ofVirtual().start(() -> prepare(place.cache()));
    try (var session = session();
        var loop = LearnLoop.open(session, Screen.standard(), new Texts(Locale.getDefault()))) {
      loop.run(which.map(id -> first(session.course(), id)));
    } finally {
      preparing.interrupt();
      preparing.join();
    }
    return 0;
  }

  /// Makes the cache for later checks; the first one does not wait for it.
  private static void prepare(CheckCache cache) {
    try {
      cache.make();
    } catch (InterruptedException | UncheckedIOException _) {
      // the learner quit, or the disk is full: tried again at the next start
    }
  }

  private static Course.Exercise first(Course course, String which) {
    return which.contains("-")
        ? course.exercise(which)
        : course.chapter(which).exercises().getFirst();
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Run the checks of an exercise, of a chapter, or of all.")
  int check(
      @Parameters(arity = "0..1", paramLabel = "NN[-k]|all", description = WHICH)
          Optional<String> which,
      @Option(
              names = "--json",
              paramLabel = "FILE",
              description = "Write the results to this file, for programs.")
          Optional<Path> json,
      @Option(
              names = "--junit",
              paramLabel = "FILE",
              description = "The same as XML, in the form of JUnit.")
          Optional<Path> junit)
      throws InterruptedException {
    try (var session = session()) {
      var files = new ResultFiles(session.course().title(), json, junit);
      return session.check(exercises(session, which), files) ? 0 : 1;
    }
  }

  private static List<Course.Exercise> exercises(Session session, Optional<String> which) {
    if (which.filter("all"::equals).isPresent()) {
      return session.course().exercises().toList();
    }
    return which.filter(id -> !id.contains("-")).isPresent()
        ? session.course().chapter(which.get()).exercises()
        : List.of(exercise(session, which));
  }

  private static Course.Exercise exercise(Session session, Optional<String> which) {
    return which
        .map(session.course()::exercise)
        .or(session::current)
        .orElseThrow(() -> new CourseFailure("All exercises are done; name one, as in 01-2."));
  }

  @Command(name = "hint", mixinStandardHelpOptions = true, description = "Show the next hint.")
  int hint(
      @Parameters(arity = "0..1", paramLabel = "NN-k", description = WHICH) Optional<String> which)
      throws InterruptedException {
    try (var session = session()) {
      var exercise = exercise(session, which);
      session.hint(exercise, Optional.of(session.look(exercise)));
    }
    return 0;
  }

  @Command(
      name = "solution",
      mixinStandardHelpOptions = true,
      description =
          "Show how yours differs from the solution, once it passes or hints are used up.")
  int solution(@Parameters(paramLabel = "NN-k", description = WHICH) String which) {
    try (var session = session()) {
      session.solution(session.course().exercise(which));
    }
    return 0;
  }

  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      description = "Begin an exercise again; 'undo' brings back what you wrote.")
  int reset(@Parameters(paramLabel = "NN-k", description = "The exercise.") String which) {
    try (var session = session()) {
      session.reset(session.course().exercise(which));
    }
    return 0;
  }

  @Command(
      name = "undo",
      mixinStandardHelpOptions = true,
      description = "Undo the last reset, adopt or update.")
  int undo() {
    try (var session = session()) {
      session.undo();
    }
    return 0;
  }

  @Command(
      name = "update",
      mixinStandardHelpOptions = true,
      description = "Bring what you wrote in an older copy of the course into this one.")
  int update(
      @Option(
              names = "--from",
              required = true,
              paramLabel = "DIR",
              description = "The older copy.")
          Path from) {
    try (var session = session()) {
      var name = session.course().folder().getFileName();
      session.update(Course.of(from.toAbsolutePath().normalize().resolve(name)));
    }
    return 0;
  }

  @Command(
      name = "adopt",
      mixinStandardHelpOptions = true,
      description = "Take the reference for a chapter; 'undo' brings yours back.")
  int adopt(@Parameters(paramLabel = "NN", description = "The chapter.") String which) {
    try (var session = session()) {
      session.adopt(session.course().chapter(which));
    }
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Show exercises and their states.")
  int list(
      @Parameters(
              arity = "0..1",
              paramLabel = "WORD",
              description = "Only those with this in their number, title or new ideas.")
          Optional<String> word,
      @Option(names = "--done", description = "Only those that are done.") boolean done,
      @Option(names = "--open", description = "Only those that are not done.") boolean open,
      @Option(names = "--json", description = "Print them for programs.") boolean json) {
    if (done && open) {
      throw new CourseFailure("Use either --done or --open: no exercise is both.");
    }
    var states =
        done
            ? List.of(Listing.State.DONE)
            : open ? List.of(Listing.State.OPEN) : List.of(Listing.State.values());
    var wanted = new Listing.Wanted(states, word.orElse(""));
    try (var session = session()) {
      if (json) {
        session.listAsJson(wanted);
      } else {
        session.list(wanted);
      }
    }
    return 0;
  }

  @Command(
      name = "progress",
      mixinStandardHelpOptions = true,
      description = "Show what you have done.")
  int progress(
      @Option(names = "--recheck", description = "Check all of it again, and correct it.")
          boolean recheck)
      throws InterruptedException {
    try (var session = session()) {
      return session.progress(recheck) ? 0 : 1;
    }
  }

  @Command(
      name = "author",
      mixinStandardHelpOptions = true,
      description = "For authors: generate the starters, check the course.")
  int author(
      @Parameters(paramLabel = "generate|check", description = "What to do.") String what,
      @Parameters(arity = "0..*", paramLabel = "NN", description = "Only these chapters.")
          List<String> chapters,
      @Option(
              names = "--all",
              description = "Check all exercises, not only those that changed since the last time.")
          boolean all)
      throws InterruptedException {
    var place = workspace.get();
    var wanted =
        place.course().chapters().stream()
            .filter(chapter ->
                chapters == null || chapters.isEmpty() || chapters.contains(chapter.number()))
            .toList();
    return switch (what) {
      case "generate" -> {
        wanted.forEach(chapter ->
            System.out.printf(
                "%s: %s%n",
                chapter.name(), Starter.of(chapter.solution()).write(chapter.folder())));
        yield 0;
      }
      case "check" -> new AuthorCheck(place, System.out, all).check(wanted) ? 0 : 1;
      default ->
          throw new CourseFailure("author knows 'generate' and 'check', not '" + what + "'.");
    };
  }
}
