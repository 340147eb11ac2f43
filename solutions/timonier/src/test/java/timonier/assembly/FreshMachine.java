package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// As good as a machine of one's own: no other process, no other network, and when it is switched
/// off nothing is left.
///
/// So a transcript finds port 8080 free, its cluster is the first one, and `pgrep` sees nobody
/// else's programs. It is made of Linux namespaces, for which one has to be root.
final class FreshMachine implements AutoCloseable {

  /// The folders of the network's names and of claimed addresses are its own too; its first process
  /// ends with its input, and all others with it.
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

  private final Path home;
  private final Process first;
  private final long id;

  /// Switches it on.
  ///
  /// @param home where its terminals begin
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

  /// A new terminal in its home.
  ShellTerminal terminal() throws IOException {
    var enter =
        List.of("nsenter", "-t", Long.toString(id), "-n", "-p", "-m", "--wd=" + home, "bash");
    return new ShellTerminal(enter, home);
  }

  @Override
  public void close() {
    first.descendants().forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly();
  }
}
