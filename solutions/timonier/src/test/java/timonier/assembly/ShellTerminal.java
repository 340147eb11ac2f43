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
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/// A shell in which a person types and reads.
final class ShellTerminal {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How long a person reads the output before they type again.
  private static final Duration LOOK = Duration.ofMillis(300);

  /// How long they wait between two looks at a program.
  private static final Duration GLANCE = Duration.ofMillis(100);

  private static final String PROMPT = "~ type ~";

  private final String home;
  private final IntSupplier listening;
  private final BufferedWriter keys;
  private final List<String> said = new ArrayList<>();

  /// By kind of line: the first line not yet compared. The first word of a line is its kind.
  private final Map<String, Integer> unseen = new HashMap<>();

  private int typedAt;
  private boolean ready = true;

  /// @param home the folder in which the shell begins; left out where it appears in the output
  /// @param listening counts the ports of its machine on which a program listens
  ShellTerminal(List<String> shell, Path home, IntSupplier listening) throws IOException {
    this.listening = listening;
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

  /// Types a command, once the last one has ended.
  synchronized void type(String command) {
    await(() -> ready, "the end of what was typed before " + command);
    ready = false;
    typedAt = said.size();
    unseen.clear();
    try {
      pause(LOOK);
      var before = listening.getAsInt();
      keys.write("{\n%s\n} 2>&1\nprintf '\\n%s\\n'\n".formatted(command, PROMPT));
      keys.flush();
      if (command.endsWith("&")) {
        awaitPort("a server in the background", () -> listening.getAsInt() > before);
      } else if (command.startsWith("kill %")) {
        awaitPort("the end of a server", () -> listening.getAsInt() < before);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until a server that was started listens, or one that was ended no longer does.
  private static void awaitPort(String what, BooleanSupplier isSo) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(end);
      pause(GLANCE);
    }
  }

  /// Lets the person do something else for a time.
  static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Asserts that the command typed last ends, having printed exactly these lines.
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

  /// Asserts that the command typed last goes on, and prints all these lines, those of each kind in
  /// this order. It may print others, repeat lines, and mix kinds in any order; and it may leave
  /// out passing lines once the next of their kind was printed.
  synchronized void says(List<String> shown, Predicate<String> passing, VaryingWords words) {
    var before = new HashMap<String, String>();
    for (var number = 0; number < shown.size(); number++) {
      var line = shown.get(number);
      var rest = shown.subList(number + 1, shown.size()).stream();
      var next = rest.filter(later -> kind(later).equals(kind(line))).findFirst();
      var last = before.put(kind(line), line);
      if (last == null || !words.isRepeated(last, line)) {
        await(
            () ->
                isSaid(line, words)
                    || (passing.test(line)
                        && next.filter(later -> place(later, words) >= 0).isPresent()),
            line);
      }
    }
  }

  private static String kind(String line) {
    return line.strip().split(" ", 2)[0];
  }

  private boolean isSaid(String shown, VaryingWords words) {
    var place = place(shown, words);
    if (place >= 0) {
      unseen.put(kind(shown), place + 1);
    }
    return place >= 0;
  }

  /// The index of a line among those not yet compared; -1 if it was not printed.
  private int place(String shown, VaryingWords words) {
    for (var line = unseen.getOrDefault(kind(shown), typedAt); line < said.size(); line++) {
      if (words.matches(shown, said.get(line))) {
        return line;
      }
    }
    return -1;
  }

  private void await(BooleanSupplier condition, String what) {
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
