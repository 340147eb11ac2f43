package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The equivalent of a separate machine: no other process, no other network, and nothing is left
/// when it is switched off.
///
/// So a transcript finds port 8080 free, its cluster is the first one, and `pgrep` sees no other
/// programs. It is made of Linux namespaces, which requires root.
final class FreshMachine implements AutoCloseable {

  /// It also has its own folders for the names of networks and for claimed addresses. Its first
  /// process ends with its input, and all others with it.
  private static final String SET_UP =
      """
      set -e
      ip link set lo up
      mount -t tmpfs none /run
      mkdir -p /tmp/timonier-root
      mount -t tmpfs none /tmp/timonier-root
      echo running
      read -r _
      """;

  /// A line of Linux' table of sockets: number, address, peer, and the state LISTEN.
  private static final Pattern LISTENS = Pattern.compile("^\\s*\\d+: \\S+ \\S+ 0A ");

  private final Path home;
  private final Process first;
  private final long id;

  /// Does what only the first starts from a checkout do, for which nobody on such a machine waits:
  /// the first one builds, the second prepares faster ones.
  static void build() {
    for (var start = 1; start <= 2; start++) {
      new Shell(Map.of()).must(Shell.launcher(), "run", "--help");
    }
  }

  /// Switches it on.
  ///
  /// @param home the folder in which its terminals begin
  FreshMachine(Path home) throws IOException {
    this.home = home;
    var launcher = home.resolve("timonier");
    Files.writeString(
        launcher, "#!/bin/sh\nexec %s/timonier \"$@\" < /dev/null\n".formatted(Shell.root()));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    this.first =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--pid",
                "--mount",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "bash",
                "-c",
                SET_UP)
            .redirectErrorStream(true)
            .start();
    assertThat(first.inputReader().readLine()).isEqualTo("running");
    this.id = first.children().findFirst().orElseThrow().pid();
  }

  /// Opens a new terminal in its home.
  ShellTerminal terminal() throws IOException {
    return new ShellTerminal(command("bash"), home, this::listening);
  }

  /// A command of this machine that runs one on it, in its home.
  List<String> command(String... words) {
    var enter = Stream.of("nsenter", "-t", Long.toString(id), "-n", "-p", "-m", "--wd=" + home);
    return Stream.concat(enter, Stream.of(words)).toList();
  }

  /// What runs on it although nobody who started it does.
  List<ProcessHandle> leftAlone() {
    return ProcessHandle.of(id).orElseThrow().descendants().toList();
  }

  /// Counts the ports on which a program listens.
  private int listening() {
    try (var four = Files.lines(sockets("tcp"));
        var six = Files.lines(sockets("tcp6"))) {
      return (int) Stream.concat(four, six).filter(LISTENS.asPredicate()).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path sockets(String protocol) {
    return Path.of("/proc", Long.toString(id), "net", protocol);
  }

  @Override
  public void close() {
    first.descendants().forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly();
  }
}
