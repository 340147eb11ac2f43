package timonier.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.FileTree;

/// Measures a cluster, and prints the figures next to the design's goals.
@Command(
    name = "bench",
    description = "Measure the figures that the design wants to reach, on a cluster of its own.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  @Option(
      names = "--rows",
      split = ",",
      completionCandidates = RowNames.class,
      description = "Only these rows: ${COMPLETION-CANDIDATES}; 'start' stands for all of start-….")
  private List<String> rows = List.of();

  @Option(names = "--quick", description = "A small run, to see that it works.")
  private boolean quick;

  @Option(
      names = "--url",
      description = "Measure this server, as it is; the figures stand next to the warm ones.")
  private Optional<URI> url = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The file with the token to show that server.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(names = "--ca", description = "The certificate of that server's authority.")
  private Optional<Path> authority = Optional.empty();

  @Option(
      names = "--pids",
      split = ",",
      description = "That server's processes on this host, whose processor time is counted.")
  private List<Long> pids = List.of();

  private final Program program;

  /// @param program the program to measure
  public BenchCommand(Program program) {
    this.program = program;
  }

  /// The names that `--help` lists.
  static final class RowNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(BenchRow.values()).map(BenchRow::toString).iterator();
    }
  }

  private Set<BenchRow> wanted() {
    if (rows.isEmpty()) {
      return EnumSet.allOf(BenchRow.class);
    }
    try {
      return rows.stream()
          .flatMap(name -> BenchRow.named(name).stream())
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(BenchRow.class)));
    } catch (IllegalArgumentException e) {
      throw new BenchFailure(
          "--rows: %s; there are %s.".formatted(e.getMessage(), List.of(BenchRow.values())), e);
    }
  }

  @Override
  public Integer call() throws IOException {
    var out = spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    var wanted = wanted();
    var size = quick ? BenchSize.QUICK : BenchSize.WHOLE;
    var home = Files.createTempDirectory("timonier-bench");
    try {
      describe(out, home);
      var run = new BenchRun(program, home, size, wanted, out);
      var all = url.isPresent() ? run.measure(target(url.get())) : run.measureOwn();
      return all ? 0 : 1;
    } finally {
      FileTree.remove(home);
    }
  }

  private BenchTarget target(URI server) {
    var processes = pids.stream().map(ProcessHandle::of).flatMap(Optional::stream).toList();
    return new BenchTarget(server, tokenFile.map(BenchCommand::token), tls(server), processes);
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new BenchFailure("The token " + file + " cannot be read.", e);
    }
  }

  private Optional<SSLContext> tls(URI server) {
    if (!"https".equals(server.getScheme())) {
      return Optional.empty();
    }
    var file = authority.orElseThrow(() -> new BenchFailure("--url https://… needs --ca."));
    try {
      return Optional.of(Tls.context(Optional.empty(), Pem.certificate(Files.readString(file))));
    } catch (IOException e) {
      throw new BenchFailure("The certificate " + file + " cannot be read.", e);
    }
  }

  private void describe(PrintWriter out, Path home) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    out.printf(
        "%d processors, load %.1f before this run; server and generator share them (TLS,"
            + " HTTP/1.1).%n",
        system.getAvailableProcessors(), system.getSystemLoadAverage());
    out.printf(
        "One sync of 4 kB on this disk: p50 %.2f ms.%n", FsyncProbe.measure(home).millis(.5));
    out.printf(
        "To reach: multiples of Kubernetes 1.20 with etcd 3.4 on two processors, as recorded.%n");
    if (quick) {
      out.printf("A small run: its figures are no measure.%n");
    }
    out.println();
  }
}
