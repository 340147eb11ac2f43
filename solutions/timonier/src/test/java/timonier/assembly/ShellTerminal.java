package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A shell into which a person types, and what it says.
final class ShellTerminal {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How long a person takes to look at what was said before he types again.
  private static final Duration LOOK = Duration.ofMillis(300);

  /// How long he gives a program that he started in the background, or told to end.
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private static final String PROMPT = "~ type ~";

  private final String home;
  private final BufferedWriter keys;
  private final List<String> said = new ArrayList<>();

  /// From where on lines of a kind have not been looked at; a kind is known by its first word.
  private final Map<String, Integer> unseen = new HashMap<>();

  private int typedAt;
  private boolean ready = true;

  /// @param home the folder in which the shell begins; what it says of it is said without it
  ShellTerminal(List<String> shell, Path home) throws IOException {
    this.home = home + "/";
    var builder = new ProcessBuilder(shell).redirectError(ProcessBuilder.Redirect.DISCARD);
    var path = System.getProperty("java.home") + "/bin:" + System.getenv("PATH");
    builder.environment().put("PATH", path);
    var process = builder.start();
    this.keys = process.outputWriter();
    Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(this::listen));
  }

  private synchronized void listen(String line) {
    if (!line.equals(PROMPT)) {
      said.add(line.replace(home, ""));
    } else {
      ready = true;
      if (said.getLast().isEmpty()) {
        said.removeLast();
      }
    }
    notifyAll();
  }

  /// Types a command, once the last one has come to its end.
  synchronized void type(String command) {
    await(() -> ready, "the end of what was typed before " + command);
    ready = false;
    typedAt = said.size();
    unseen.clear();
    try {
      pause(LOOK);
      keys.write("{\n%s\n} 2>&1\nprintf '\\n%s\\n'\n".formatted(command, PROMPT));
      keys.flush();
      if (command.endsWith("&") || command.startsWith("kill %")) {
        pause(MOMENT);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Somebody who types does something else.
  static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// The command that was typed last ends, having said just this.
  synchronized void ends(List<String> shown, VaryingWords words) {
    await(() -> ready, "the end of a command that says " + shown);
    var lines = said.subList(typedAt, said.size());
    assertThat(lines).hasSameSizeAs(shown);
    for (var line = 0; line < shown.size(); line++) {
      assertThat(words.matches(shown.get(line), lines.get(line)))
          .as("the text shows <%s>, but it is <%s>", shown.get(line), lines.get(line))
          .isTrue();
    }
  }

  /// The command that was typed last goes on, and says all this, each kind of line in this order.
  /// What it says besides, which of two kinds comes first, and how often the same is said again, is
  /// not promised.
  synchronized void says(List<String> shown, VaryingWords words) {
    var before = new HashMap<String, String>();
    for (var line : shown) {
      var last = before.put(kind(line), line);
      if (last == null || !words.isRepeated(last, line)) {
        await(() -> isSaid(line, words), line);
      }
    }
  }

  private static String kind(String line) {
    return line.strip().split(" ", 2)[0];
  }

  private boolean isSaid(String shown, VaryingWords words) {
    var kind = kind(shown);
    for (var line = unseen.getOrDefault(kind, typedAt); line < said.size(); line++) {
      if (words.matches(shown, said.get(line))) {
        unseen.put(kind, line + 1);
        return true;
      }
    }
    return false;
  }

  private void await(java.util.function.BooleanSupplier condition, String what) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        assertThat(left)
            .as("waiting for <%s>, saw:%n%s", what, String.join("\n", said))
            .isPositive();
        wait(left);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
