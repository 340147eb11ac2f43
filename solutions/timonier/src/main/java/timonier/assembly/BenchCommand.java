package timonier.assembly;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;
import timonier.pods.process.Processes;

/// Measures a cluster, and sets the figures beside those that the design wants.
@Command(
    name = "bench",
    description = "Measure the figures that the design wants to reach, on a cluster of its own.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  @Option(names = "--rows", split = ",", description = "Only these rows: ${COMPLETION-CANDIDATES}.")
  private List<BenchRow> rows = List.of();

  @Option(names = "--quick", description = "A small run, to see that it works.")
  private boolean quick;

  @Option(
      names = "--url",
      description = "Measure this server, as it is; the figures stand beside the warm ones.")
  private Optional<URI> url = Optional.empty();

  @Option(names = "--token", description = "What to show that server.")
  private Optional<String> token = Optional.empty();

  @Option(names = "--ca", description = "The certificate of that server's authority.")
  private Optional<Path> authority = Optional.empty();

  @Option(
      names = "--pids",
      split = ",",
      description = "That server's processes on this host, whose processor time is counted.")
  private List<Long> pids = List.of();

  @Override
  public Integer call() throws IOException {
    var out = spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    var wanted = rows.isEmpty() ? EnumSet.allOf(BenchRow.class) : EnumSet.copyOf(rows);
    var size = quick ? BenchSize.QUICK : BenchSize.WHOLE;
    var home = Files.createTempDirectory("timonier-bench");
    try {
      describe(out, home);
      var run = new BenchRun(home, size, wanted, out);
      var all = url.isPresent() ? run.measure(target(url.get())) : run.measureOwn();
      return all ? 0 : 1;
    } finally {
      Processes.removeTree(home);
    }
  }

  private BenchTarget target(URI server) {
    var processes = pids.stream().map(ProcessHandle::of).flatMap(Optional::stream).toList();
    return new BenchTarget(server, token, tls(server), processes);
  }

  private Optional<SSLContext> tls(URI server) {
    if (!"https".equals(server.getScheme())) {
      return Optional.empty();
    }
    var file = authority.orElseThrow(() -> new CommandFailure("--url https://… needs --ca."));
    try {
      return Optional.of(Tls.context(Optional.empty(), Pem.certificate(Files.readString(file))));
    } catch (IOException e) {
      throw new CommandFailure("The certificate " + file + " cannot be read.", e);
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
