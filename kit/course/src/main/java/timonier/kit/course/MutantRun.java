package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import timonier.kit.course.Course.Chapter;

/// Lets PIT make mutants of an exercise's solution and run the exercise's own checks on each, in
/// JVMs of their own.
///
/// @param workspace with libraries, and room for files
/// @param chapter the exercise's
/// @param starter of the chapter
record MutantRun(Workspace workspace, Chapter chapter, Starter starter) {

  /// PIT's larger group of changes, with conditions that are always or never true, and switches
  /// whose branches are mixed up; and other common mistakes: a number that is off by one, and a
  /// forgotten call (`text` for `text.strip()`).
  private static final String CHANGES = "STRONGER,INLINE_CONSTS,EXPERIMENTAL_NAKED_RECEIVER";

  /// An exercise has some dozens of mutants, most of which take milliseconds.
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /// Makes the mutants of an exercise.
  ///
  /// @throws CourseFailure if it fails, for example because the solution's own checks fail
  /// @throws InterruptedException if it was cancelled
  Mutants of(String id) throws InterruptedException {
    if (workspace.tools().isEmpty()) {
      throw new CourseFailure("What makes mutants is not here; './timonier' brings it.");
    }
    var source = starter.solutionOf(id);
    var folder = workspace.state().resolve("mutants").resolve(chapter.name());
    FileTree.delete(folder);
    compile(id, folder);
    var report = folder.resolve("mutations.xml");
    var output = folder.resolve("output.txt");
    if (!run(command(id, folder), output) || !Files.exists(report)) {
      throw new CourseFailure(
          "No mutants of the solution of %s can be made: see %s.".formatted(id, output));
    }
    var file = Path.of(starter.path(id)).getFileName().toString();
    var made = mutants(report).stream().filter(mutant -> isOwn(source, id, mutant)).toList();
    return Mutants.of(id, file, source.text(), made, EquivalentMutant.of(chapter, id));
  }

  private void compile(String id, Path folder) {
    var classPath = new ArrayList<Path>();
    classPath.add(Workspace.solutionClasses(chapter));
    classPath.addAll(workspace.below(chapter));
    var files = new ArrayList<Path>();
    for (var path : List.of(starter.path(id), starter.checks(id))) {
      files.add(chapter.solution().resolve(path));
    }
    try (var compiler = new SourceCompiler()) {
      var problems = compiler.compile(files, classPath, folder.resolve("classes"));
      if (!problems.isEmpty()) {
        throw new CourseFailure("The solution of %s does not compile: %s".formatted(id, problems));
      }
    }
  }

  private List<String> command(String id, Path folder) {
    var type = Starter.className(starter.path(id));
    var own = folder.resolve("classes");
    var classPath = new ArrayList<>(workspace.tools());
    classPath.addAll(
        workspace.running(
            chapter, Optional.empty(), List.of(own, Workspace.solutionClasses(chapter))));
    var command = new ArrayList<String>();
    command.add(CheckJvm.JAVA);
    command.addAll(CheckJvm.SHORT_RUN);
    command.addAll(List.of("-cp", SourceCompiler.joined(classPath)));
    command.add("org.pitest.mutationtest.commandline.MutationCoverageReport");
    command.addAll(List.of("--mutators", CHANGES));
    command.addAll(List.of("--targetClasses", type + "," + type + "$*"));
    command.addAll(List.of("--targetTests", Starter.className(starter.checks(id))));
    command.addAll(List.of("--mutableCodePaths", own.toString()));
    command.addAll(List.of("--sourceDirs", chapter.solution().resolve("src/main/java").toString()));
    command.addAll(List.of("--jvmArgs", String.join(",", CheckJvm.SHORT_RUN)));
    command.addAll(List.of("--reportDir", folder.toString(), "--outputFormats", "XML"));
    command.addAll(List.of("--failWhenNoMutations", "false"));
    return command;
  }

  /// Runs PIT.
  ///
  /// @return whether it succeeded
  private static boolean run(List<String> command, Path output) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        return process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the mutants that can be loaded at all.
  private static List<Mutant> mutants(Path report) {
    try {
      var nodes =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("mutation");
      var found = new ArrayList<Mutant>();
      for (var i = 0; i < nodes.getLength(); i++) {
        var mutant = mutant((Element) nodes.item(i));
        if (!mutant.fate().equals("NON_VIABLE")) {
          found.add(mutant);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException(report + " is no XML", e);
    }
  }

  private static Mutant mutant(Element element) {
    return Mutant.of(
        text(element, "mutatedMethod"),
        Integer.parseInt(text(element, "lineNumber")),
        text(element, "description"),
        element.getAttribute("status"));
  }

  private static String text(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }

  /// Whether a mutant is in the code that learners write for the exercise.
  private static boolean isOwn(TaggedSource source, String id, Mutant mutant) {
    return source.members().stream()
        .filter(member -> member.id().equals(id))
        .anyMatch(member ->
            source.line(member.start()) <= mutant.line()
                && mutant.line() <= source.line(member.end()));
  }
}
