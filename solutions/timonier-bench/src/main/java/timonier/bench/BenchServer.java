package timonier.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;

/// A cluster in a process of its own, started as a user starts it.
final class BenchServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Path folder;
  private final long start;
  private final CountDownLatch ready = new CountDownLatch(1);

  /// Starts it.
  ///
  /// @param folder its data folder
  BenchServer(Program program, Path folder, int nodes) {
    this.folder = folder;
    var command =
        command(
            program,
            List.of(
                "up",
                "--runtime",
                "process",
                "--data",
                folder.toString(),
                "--nodes",
                Integer.toString(nodes)));
    this.start = System.nanoTime();
    try {
      this.process =
          new ProcessBuilder(command)
              .redirectError(folder.resolveSibling("server.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> follow(process.inputReader()));
  }

  /// The command of the launcher, which becomes the server; without a launcher, as in a test, of
  /// this JVM's class path.
  private static List<String> command(Program program, List<String> arguments) {
    var launcher = program.root().resolve("timonier");
    if (System.getProperty("timonier.cache") == null || !Files.isExecutable(launcher)) {
      return program.command(List.of(), arguments);
    }
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    return command;
  }

  private void follow(BufferedReader output) {
    output.lines().filter(line -> line.startsWith("READY")).forEach(_ -> ready.countDown());
  }

  /// Returns the server once it has printed READY.
  BenchTarget ready() {
    try {
      if (!ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw notStarted();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return target();
  }

  private BenchFailure notStarted() {
    try {
      var log = Files.readAllLines(folder.resolveSibling("server.log"));
      var first = log.subList(0, Math.min(5, log.size()));
      return new BenchFailure("The server did not start: " + String.join("; ", first));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BenchTarget target() {
    return new BenchTarget(
        URI.create("https://127.0.0.1:" + read("port").strip()),
        Optional.of(read("admin.token").strip()),
        Optional.of(Tls.context(Optional.empty(), Pem.certificate(read("ca.crt")))),
        List.of(process.toHandle()));
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Polls until `/readyz` is ok.
  ///
  /// @return the seconds since the start
  double secondsToReadyz() {
    var deadline = start + PATIENCE.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw notStarted();
      }
      LockSupport.parkNanos(2_000_000);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private boolean isReady() {
    var started = Stream.of("port", "admin.token", "ca.crt");
    if (!started.map(folder::resolve).allMatch(Files::exists)) {
      return false;
    }
    try (var connection = target().connect()) {
      return connection.call("GET", "/readyz").code() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// Waits until it prints READY.
  ///
  /// @return the seconds since the start
  double secondsToReady() {
    var _ = ready();
    return (System.nanoTime() - start) / 1e9;
  }

  /// The processor time that it and the processes below it have used.
  Duration cpu() {
    var server = process.toHandle();
    return Stream.concat(Stream.of(server), server.descendants())
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  long pid() {
    return process.pid();
  }

  /// The memory that the server uses, in megabytes; 0 if unknown.
  double megabytes() {
    return ServerThreads.megabytes(process.pid());
  }

  /// Stops it as Ctrl-C does.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
