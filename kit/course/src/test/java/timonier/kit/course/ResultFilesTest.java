package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.course.CheckResult.State;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.SourceCompiler.Problem;

class ResultFilesTest {

  private static final Exercise EXERCISE = new Exercise("01-1", "Words", 5, List.of(), List.of());

  @TempDir private Path folder;
  private final JsonSchema schema = schema();

  private Path json() {
    return folder.resolve("results.json");
  }

  private Path junit() {
    return folder.resolve("junit.xml");
  }

  private static JsonSchema schema() {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(
            Objects.requireNonNull(Results.class.getResourceAsStream("results.schema.json")));
  }

  private ResultFiles files() {
    return new ResultFiles("Tiny", Optional.of(json()), Optional.of(junit()));
  }

  /// The file's content, which must fit the schema.
  private JsonNode written() throws IOException {
    var tree = new JsonMapper().readTree(json().toFile());
    assertThat(schema.validate(tree)).isEmpty();
    return tree;
  }

  private static CheckResult check(String name, State state) {
    return new CheckResult(
        "01-1", name, "It holds.", 2, state, "counted", "1", "2\u0001", "", "A.java:3");
  }

  @Test
  void a_file_is_whole_after_each_step() throws Exception {
    var files = files();
    files.expect(Map.of(EXERCISE, List.of(check("a", State.NOT_RUN), check("b", State.NOT_RUN))));
    assertThat(written().path("complete").asBoolean()).isFalse();
    assertThat(written().at("/points/possible").asInt()).isEqualTo(4);

    files.put(EXERCISE, List.of(check("a", State.PASSED), check("b", State.UNFINISHED)));
    assertThat(written().at("/exercises/0/verdict").asText()).isEqualTo("PENDING");
    assertThat(written().at("/points/earned").asInt()).isEqualTo(2);

    files.put(
        EXERCISE, new Verdict.Failed(List.of(check("a", State.PASSED), check("b", State.FAILED))));
    assertThat(written().path("complete").asBoolean()).isTrue();
    assertThat(written().at("/exercises/0/checks/1/got").asText()).isEqualTo("2\u0001");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void what_does_not_compile_earns_nothing_of_what_is_possible() throws Exception {
    var files = files();
    files.expect(Map.of(EXERCISE, List.of(check("a", State.NOT_RUN))));
    files.put(EXERCISE, new Verdict.Uncompiled(List.of(new Problem("A.java", 3, "';' expected"))));

    assertThat(written().at("/exercises/0/problems/0/line").asInt()).isEqualTo(3);
    assertThat(written().path("points").toString()).isEqualTo("{\"earned\":0,\"possible\":2}");
  }

  @Test
  void junit_reads_a_suite_for_each_exercise() throws Exception {
    var files = files();
    files.expect(Map.of(EXERCISE, List.of(check("c", State.NOT_RUN))));
    files.put(
        EXERCISE,
        new Verdict.Failed(List.of(check("a", State.PASSED), check("b <&>", State.FAILED))));

    var xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit().toFile());
    var suite = xml.getElementsByTagName("testsuite").item(0).getAttributes();
    assertThat(suite.getNamedItem("tests").getNodeValue()).isEqualTo("3");
    assertThat(suite.getNamedItem("failures").getNodeValue()).isEqualTo("1");
    assertThat(suite.getNamedItem("skipped").getNodeValue()).isEqualTo("1");
    assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
        .contains("expected: 1", "got: 2", "A.java:3");
  }

  @Test
  void all_exercises_of_a_course_are_reported() throws Exception {
    var course = TinyCourse.in(folder.resolve("tiny"));
    course.solve("01-1");
    course.write("02-1", "{ return false; }");
    try (var session = course.session(System.out, LocalDate.of(2026, 1, 2))) {
      var all = course.course().exercises().toList();
      assertThat(session.check(all, files())).isFalse();
    }
    var results = written();
    assertThat(results.path("complete").asBoolean()).isTrue();
    assertThat(results.at("/exercises/0/verdict").asText()).isEqualTo("PASSED");
    assertThat(results.findValuesAsText("verdict")).contains("FAILED", "UNWRITTEN");
    assertThat(results.at("/points/earned").asInt())
        .isPositive()
        .isLessThan(results.at("/points/possible").asInt());
    assertThat(Files.readString(junit())).contains("<testsuite name=\"02-1 ");
  }
}
