package timonier.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A fresh clone of this checkout, with nothing built yet but all libraries downloaded.
final class BenchClone implements AutoCloseable {

  private final Path root;
  private Optional<Process> process = Optional.empty();

  /// @param checkout to copy
  /// @param root the folder of the copy
  BenchClone(Path checkout, Path root) {
    this.root = root;
    try {
      Checkout.copySources(checkout, Checkout.PARTS, root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a command of its launcher until that prints a text.
  ///
  /// @return the seconds that this took
  double secondsUntil(String expected, String... arguments) {
    var command = new ArrayList<>(List.of(root.resolve("timonier").toString()));
    command.addAll(List.of(arguments));
    var begin = System.nanoTime();
    try {
      var started =
          new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
      process = Optional.of(started);
      var said = started.inputReader();
      for (var line = said.readLine(); line != null; line = said.readLine()) {
        if (line.contains(expected)) {
          return (System.nanoTime() - begin) / 1e9;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new BenchFailure("%s never said \"%s\".".formatted(command, expected));
  }

  /// Stops it as Ctrl-C does.
  @Override
  public void close() {
    process.ifPresent(started -> {
      started.destroy();
      try {
        started.waitFor(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
