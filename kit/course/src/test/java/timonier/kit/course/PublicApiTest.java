package timonier.kit.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicApiTest {

  private static final String REFERENCE =
      """
      package shapes;
      import java.util.List;
      public sealed interface Shape permits Shape.Circle, Shape.Square {
        int MOST = 7;
        record Circle(double radius) implements Shape {}
        record Square(double side) implements Shape {}
        enum Colour { RED, GREEN }
        static List<String> names(int from) { return List.of("" + secret() + from); }
        private static String secret() { return "x"; }
      }
      class Helper { int help() { return 1; } }
      """;

  @TempDir private Path folder;

  private PublicApi of(String name, String source) throws IOException {
    var file = Files.createDirectories(folder.resolve(name)).resolve("Shape.java");
    Files.writeString(file, source);
    var out = folder.resolve(name + "-classes");
    try (var compiler = new SourceCompiler()) {
      assertThat(compiler.compile(List.of(file), List.of(), out)).isEmpty();
    }
    return PublicApi.of(out);
  }

  private java.util.Optional<String> missing(String before, String after) throws IOException {
    assertThat(REFERENCE).contains(before);
    return of("reference", REFERENCE).missingIn(of("mine", REFERENCE.replace(before, after)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Circle(double radius) | Circle(int radius) | shapes.Shape.Circle(double radius)",
        "Square(double side) | Square(double edge) | shapes.Shape.Square(double side)",
        "Colour { RED, GREEN } | Colour { RED, GREEN, BLUE } | Colour extends java.lang.Enum",
        "int MOST = 7 | int MOST = 8 | public static final int MOST = 7",
        "List<String> names(int from) | List<? extends Object> names(int from) | List names(int)",
        "names(int from) | names(long from) | List names(int)",
        "static List<String> names | private static List<String> names | List names(int)",
        "permits Shape.Circle, Shape.Square { | permits Shape.Circle, Shape.Square, Shape.Line"
            + " { record Line() implements Shape {} | permits shapes.Shape.Circle, shapes.Shape.Sq",
      })
  void what_others_rely_on_may_not_change(String before, String after, String told)
      throws IOException {
    assertThat(missing(before, after)).hasValueSatisfying(told(told));
  }

  private static java.util.function.Consumer<String> told(String part) {
    return sentence -> assertThat(sentence).contains(part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return \"x\"; | return \"y\";",
        "private static String secret() | private static Object secret()",
        "int help() { return 1; } | long help() { return 1; }",
        "int MOST = 7; | int MOST = 7; int LEAST = 0;",
      })
  void all_else_is_the_learners(String before, String after) throws IOException {
    assertThat(missing(before, after)).isEmpty();
  }

  @Test
  void a_class_that_is_not_there_is_missed() throws IOException {
    var mine = of("mine", "package shapes; class Helper {}");
    assertThat(of("reference", REFERENCE).missingIn(mine)).contains("class shapes.Shape");
  }
}
