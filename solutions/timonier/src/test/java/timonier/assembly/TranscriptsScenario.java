package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// Types what a chapter shows, and compares the output with what it shows.
@Tag("real")
@Needs({Need.ROOT, Need.UTIL_LINUX, Need.IPROUTE, Need.BASH, Need.PROCPS, Need.CURL})
@Execution(ExecutionMode.CONCURRENT)
class TranscriptsScenario {

  @TempDir private Path home;

  private final Map<String, ShellTerminal> terminals = new HashMap<>();
  private final VaryingWords words = new VaryingWords();

  @BeforeAll
  static void build() {
    FreshMachine.build();
  }

  private static Path text(String chapter) {
    return Shell.root().resolve("chapters").resolve(chapter).resolve("index.adoc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01-pods", "02-kubelet", "03-store"})
  void what_a_chapter_shows_comes(String chapter) throws IOException {
    try (var machine = new FreshMachine(home)) {
      for (var block : TextBlock.of(text(chapter))) {
        try {
          play(block, machine);
        } catch (AssertionError failure) {
          var where = text(chapter) + ":" + block.line();
          throw new AssertionError(where + " is not so: " + failure.getMessage(), failure);
        }
      }
    }
    assertThat(terminals).isNotEmpty();
  }

  private void play(TextBlock block, FreshMachine machine) throws IOException {
    if (block.attribute("file").isPresent()) {
      var file = home.resolve(block.attribute("file").get());
      Files.writeString(file, String.join("\n", block.lines()) + "\n");
    }
    if (block.isPlayed()) {
      var name = block.attribute("terminal").orElseThrow();
      var terminal = terminals.get(name);
      if (terminal == null) {
        terminal = machine.terminal();
        terminals.put(name, terminal);
      }
      play(block, terminal);
    }
  }

  private void play(TextBlock block, ShellTerminal terminal) {
    words.add(block.varying());
    ShellTerminal.pause(block.later());
    terminal.says(block.said(), block::isPassing, words);
    for (var typed : block.typed()) {
      terminal.type(words.now(typed.command()));
      if (isStage(typed)) {
        terminal.says(typed.said(), block::isPassing, words);
      } else if (!typed.command().endsWith("&")) {
        terminal.ends(typed.said(), words);
      }
    }
  }

  /// A stage goes on until it is stopped.
  private static boolean isStage(TextBlock.Typed typed) {
    return typed.said().stream().anyMatch(line -> line.startsWith("READY"));
  }
}
