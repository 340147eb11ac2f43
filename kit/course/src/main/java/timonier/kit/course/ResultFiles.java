package timonier.kit.course;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import timonier.kit.course.CheckResult.State;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.Results.Standing;

/// Writes [Results] to files, after each check and always as a whole, so that the files can be read
/// even if this process is killed.
final class ResultFiles {

  private final String course;
  private final Optional<Path> json;
  private final Optional<Path> junit;
  private final Map<String, Standing> standings = new LinkedHashMap<>();

  /// @param course the title of the course
  /// @param json the file for JSON
  /// @param junit the file for JUnit's XML
  ResultFiles(String course, Optional<Path> json, Optional<Path> junit) {
    this.course = course;
    this.json = json;
    this.junit = junit;
  }

  /// Writes no files.
  static ResultFiles none() {
    return new ResultFiles("", Optional.empty(), Optional.empty());
  }

  /// Announces exercises that will be checked.
  ///
  /// @param exercises with the checks that they declare
  void expect(Map<Exercise, List<CheckResult>> exercises) {
    exercises.forEach(
        (exercise, checks) -> standings.put(exercise.id(), Standing.pending(exercise, checks)));
    write();
  }

  /// Adds results of some checks of an exercise.
  void put(Exercise exercise, List<CheckResult> ran) {
    standings.computeIfPresent(exercise.id(), (_, standing) -> standing.with(exercise, ran));
    write();
  }

  /// Adds the verdict on an exercise.
  void put(Exercise exercise, Verdict verdict) {
    standings.computeIfPresent(exercise.id(), (_, standing) -> standing.with(exercise, verdict));
    write();
  }

  private void write() {
    var results = Results.of(course, new ArrayList<>(standings.values()));
    json.ifPresent(file -> replace(file, json(results)));
    junit.ifPresent(file -> replace(file, junit(results)));
  }

  private static void replace(Path file, String text) {
    var draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      FileTree.write(draft.toAbsolutePath(), text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String json(Object results) {
    try {
      return JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(results)
          + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Formats results as JUnit's XML: an exercise is a suite, a check is a test.
  static String junit(Results results) {
    var text = new StringWriter();
    try {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", results.course());
      for (var exercise : results.exercises()) {
        suite(xml, exercise);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  private static void suite(XMLStreamWriter xml, Standing exercise) throws XMLStreamException {
    var open = exercise.checks().stream().filter(ResultFiles::isOpen).count();
    var bad = exercise.checks().stream().filter(check -> !check.passed()).count() - open;
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", exercise.id() + " " + exercise.title());
    xml.writeAttribute("tests", Integer.toString(exercise.checks().size()));
    xml.writeAttribute("failures", Long.toString(bad));
    xml.writeAttribute("skipped", Long.toString(open));
    for (var check : exercise.checks()) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", exercise.id());
      xml.writeAttribute("name", check.check());
      if (isOpen(check)) {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", exercise.verdict().toString());
      } else if (!check.passed()) {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", printable(check.sentence()));
        xml.writeCharacters(
            printable(
                "done: %s%nexpected: %s%ngot: %s%n%s%n%s"
                    .formatted(
                        check.done(),
                        check.expected(),
                        check.got(),
                        check.message(),
                        check.where())));
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static boolean isOpen(CheckResult check) {
    return check.state() == State.NOT_RUN || check.state() == State.UNFINISHED;
  }

  /// Replaces control characters, which learners' texts may have but XML does not allow.
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "�");
  }
}
