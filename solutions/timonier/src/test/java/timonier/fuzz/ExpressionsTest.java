package timonier.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each regular expression of the program takes time linear in the text.
class ExpressionsTest {

  /// Calls of methods that take an expression as text.
  private static final Pattern CALL =
      Pattern.compile(
          "\\.(matches|split|replaceAll|replaceFirst)\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static Path root() {
    return Path.of(System.getProperty("timonier.root", "../.."));
  }

  /// The folders of the program's classes, except the course's and the book's, which only read what
  /// learner and authors wrote.
  private static List<Path> folders() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::isDirectory)
        .filter(folder -> !folder.endsWith("test-classes"))
        .filter(folder -> !folder.toString().contains("kit/course"))
        .filter(folder -> !folder.toString().contains("kit/publishing"))
        .toList();
  }

  private static List<Expression> constants() throws IOException, ReflectiveOperationException {
    var found = new ArrayList<Expression>();
    for (var folder : folders()) {
      try (var files = Files.walk(folder)) {
        for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          var name = folder.relativize(file).toString().replace('/', '.').replace(".class", "");
          if (!name.contains("-info")) {
            found.addAll(
                constants(Class.forName(name, false, ExpressionsTest.class.getClassLoader())));
          }
        }
      }
    }
    return found;
  }

  private static List<Expression> constants(Class<?> type) throws IllegalAccessException {
    var found = new ArrayList<Expression>();
    for (var field : type.getDeclaredFields()) {
      if (field.getType() == Pattern.class && Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        found.add(
            new Expression(
                type.getSimpleName() + "." + field.getName(), (Pattern) field.get(null), false));
      }
    }
    return found;
  }

  private static List<Expression> calls() throws IOException {
    var found = new ArrayList<Expression>();
    try (var files = Files.walk(root().resolve("solutions"))) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (file.toString().contains("/src/main/")) {
          CALL.matcher(Files.readString(file))
              .results()
              .map(call ->
                  new Expression(
                      file.getFileName().toString(),
                      Pattern.compile(call.group(2).translateEscapes()),
                      !call.group(1).equals("matches")))
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<String> fault(String expression) {
    return new Expression("here", Pattern.compile(expression), false).fault();
  }

  @Test
  void no_expression_looks_at_a_text_again_and_again() throws Exception {
    var constants = constants();
    var calls = calls();
    System.out.printf("%d constants, %d calls%n", constants.size(), calls.size());

    assertThat(constants).hasSizeGreaterThan(20);
    assertThat(calls).hasSizeGreaterThan(40);
    assertThat(Stream.concat(constants.stream(), calls.stream()).flatMap(e -> e.fault().stream()))
        .isEmpty();
  }

  @Test
  void expressions_that_do_are_found() {
    assertThat(fault("(?s).*?-----BEGIN [^-]+-----(.*?)-----END [^-]+-----.*")).isPresent();
    assertThat(fault("\\s*(!?)\\s*([^\\s=!(),]+)\\s*")).isPresent();
    assertThat(fault("[0-9a-fA-F:]*:[0-9a-fA-F:.]*")).isPresent();
    assertThat(fault("\\d+\\.?\\d*")).isPresent();
    assertThat(new Expression("here", Pattern.compile("\\s*,\\s*"), true).fault()).isPresent();
    assertThat(fault("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*").orElse("")).contains("a stack as deep");
  }
}
