package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The command line accepts each command that a document tells readers to type.
class DocumentedCommandsTest {

  private static final Pattern TYPED = Pattern.compile("\\./timonier\\b([^`|#'\\n]*)");

  private static List<Path> documents() throws IOException {
    var documents = new ArrayList<>(List.of(Shell.root().resolve("README.md")));
    for (var folder : List.of("docs", "chapters")) {
      try (var files = Files.walk(Shell.root().resolve(folder), 2)) {
        files.filter(file -> file.toString().endsWith(".adoc")).forEach(documents::add);
      }
    }
    return documents;
  }

  private static void take(String arguments) {
    var words = arguments.strip();
    // the launcher takes it
    if (!words.matches("verify( --(lint|real|smoke|all|long))?")) {
      Main.commandLine().parseArgs(words.isEmpty() ? new String[0] : words.split(" +"));
    }
  }

  @Test
  void each_command_of_a_document_is_one() throws IOException {
    var taken = 0;
    for (var document : documents()) {
      var typed = TYPED.matcher(Files.readString(document).replace(" NN", " 01"));
      while (typed.find()) {
        try {
          take(typed.group(1));
        } catch (CommandLine.ParameterException e) {
          throw new AssertionError(
              "%s tells readers to type %s".formatted(document, typed.group()), e);
        }
        taken++;
      }
    }
    assertThat(taken).isGreaterThan(40);
  }

  /// [TranscriptsScenario] types these.
  @Test
  void what_a_chapter_shows_typed_is_played_or_says_why_not() throws IOException {
    for (var document : documents()) {
      if (document.startsWith(Shell.root().resolve("chapters"))) {
        assertThat(TextBlock.of(document).stream().filter(TextBlock::isTyped))
            .as("%s", document)
            .allMatch(block -> block.isPlayed() != block.attribute("not-played").isPresent());
      }
    }
  }

  @Test
  void an_unknown_command_is_found() {
    assertThatThrownBy(() -> take("learn --fast"))
        .isInstanceOf(CommandLine.ParameterException.class);
    assertThatThrownBy(() -> take("fly")).isInstanceOf(CommandLine.ParameterException.class);
  }
}
